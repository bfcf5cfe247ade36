import type { Ctx } from '@rowright/db'
import { buildMerkleTree } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import { encodeAbiParameters, type Hex, keccak256, stringToBytes } from 'viem'

/** Type tag of a leaf of a revocation epoch. */
const REVOCATION_LEAF_TAG = keccak256(stringToBytes('rowright.revocation.v1'))

/** The root over the locks of consents that ended: leaf keccak256(keccak256(abi.encode(tag, lock))). */
export const revocationRoot = (locks: readonly Hex[]): Hex =>
  buildMerkleTree(
    locks.map((lock) =>
      keccak256(
        keccak256(
          encodeAbiParameters([{ type: 'bytes32' }, { type: 'bytes32' }], [REVOCATION_LEAF_TAG, lock]),
        ),
      ),
    ),
  ).root

export interface DueEpoch {
  poolId: string
  chainPoolId: Hex
  root: Hex
  count: number
}

/**
 * Revocation epochs that are due: of pools whose last one is `gapSeconds` or more ago, with anchored consents that
 * ended and are in none. Notes which ends are in them, so
 * that `recordRevocationEpoch` finds them; a worker that is killed before sending leaves them due. [CON-9]
 */
export async function takeDueEpochs(ctx: Ctx, gapSeconds: number): Promise<DueEpoch[]> {
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    chain_pool_id: Hex
    consents: string[]
    locks: Hex[]
  }>(sql`
    select p.id as pool_id, p.chain_pool_id, array_agg(c.id::text order by c.id) as consents, array_agg(c.lock order by c.id) as locks
    from revocation r join consent c on c.pool_id = r.pool_id and c.id = r.consent_id
    join consent_anchor a on a.pool_id = r.pool_id and a.consent_id = r.consent_id
    join pool p on p.id = r.pool_id
    where p.chain_pool_id is not null
      and not exists (select 1 from revocation_epoch e where e.pool_id = r.pool_id and e.root = r.batch)
      and not exists (select 1 from revocation_epoch e where e.pool_id = r.pool_id
        and e.opened_at > ${ctx.now()}::timestamptz - make_interval(secs => ${gapSeconds}::int))
    group by p.id order by p.id`)
  const due: DueEpoch[] = []
  for (const row of rows) {
    const root = revocationRoot(row.locks)
    await ctx.tx.execute(sql`update revocation set batch = ${root}
      where pool_id = ${row.pool_id} and consent_id = any(${sql.param(row.consents)}::uuid[])`)
    due.push({ poolId: row.pool_id, chainPoolId: row.chain_pool_id, root, count: row.locks.length })
  }
  return due
}

/** Records `RevocationEpochOpened`, once. [CON-9] */
export async function recordRevocationEpoch(
  ctx: Ctx,
  event: {
    poolId: string
    epoch: number
    root: string
    count: number
    openedAt: Date
    lapsesAt: Date
    transaction: string
    blockNumber: number
  },
): Promise<void> {
  await ctx.tx.execute(sql`
    insert into revocation_epoch (pool_id, epoch, root, count, opened_at, lapses_at, transaction, block_number)
    values (${event.poolId}, ${event.epoch}, ${event.root}, ${event.count}, ${event.openedAt}, ${event.lapsesAt},
      ${event.transaction}, ${event.blockNumber}) on conflict do nothing`)
}
