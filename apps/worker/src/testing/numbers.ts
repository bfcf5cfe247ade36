import { openReader, readTokenBalance } from '@rowright/chain'
import { imbalance } from '@rowright/pipeline/ledger'
import { type Place, type Scene, tx } from './scene.ts'

/** How many rows of each kind there are, and what the ledger says: equal when nothing happened twice. */
export async function countsOf(place: Place): Promise<Record<string, string>> {
  const { rows } = await place.database.pool.query<Record<string, string>>(`select
    (select count(*) from campaign_funding where orphaned_at is null) as fundings,
    (select coalesce(sum(amount), 0) from campaign_funding where orphaned_at is null) as funded,
    (select count(*) from offer where orphaned_at is null) as offers,
    (select count(*) from license where orphaned_at is null) as licenses,
    (select count(*) from verdict) as verdicts,
    (select count(*) from epoch) as epochs,
    (select count(*) from epoch where posted_at is not null) as posted,
    (select count(*) from epoch where activated_at is not null) as activated,
    (select count(*) from claim where orphaned_at is null) as claims,
    (select coalesce(sum(amount), 0) from claim where orphaned_at is null) as claimed,
    (select coalesce(max(declared), 0) from epoch) as declared,
    (select count(*) from transfer) as transfers,
    (select coalesce(sum(amount), 0) from transfer) as moved`)
  return { ...rows[0], imbalance: String(await tx(place, (ctx) => imbalance(ctx))) }
}

/** Token balances of the labelers, in the order of the scene. */
export function balancesOf(scene: Scene): Promise<bigint[]> {
  const reader = openReader(scene.rpcUrl)
  return Promise.all(scene.labelers.map((one) => readTokenBalance(reader, scene.at.token, one.address)))
}

/** Sum of a pool's accounts of a kind, e.g. `paid`, `reward`, `world`. */
export async function sumOf(scene: Scene, kind: string): Promise<bigint> {
  const { rows } = await scene.database.pool.query<{ sum: string }>(
    `select coalesce(sum(case when split_part(credit, ':', 1) = $2 then amount else 0 end)
       - sum(case when split_part(debit, ':', 1) = $2 then amount else 0 end), 0) as sum
     from transfer where pool_id = $1`,
    [scene.pool.id, kind],
  )
  return BigInt(rows[0]!.sum)
}

/** Asks until the answer is yes, for as long as a slow machine may need. */
export async function until(what: string, ask: () => Promise<boolean>, withinMs = 500_000): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!(await ask())) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`)
    await new Promise((wake) => setTimeout(wake, 50))
  }
}
