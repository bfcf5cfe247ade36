import type { Fingerprints } from '@rowright/collector/fingerprint'
import { type Ctx, emit } from '@rowright/db'
import { and, eq, sql } from 'drizzle-orm'
import { nearDuplicate, samePage } from './agreement.ts'
import { contribution, lease, look } from './contribution.sql.ts'
import { afterCheck, inquest } from './credibility.ts'
import { freeLease } from './freeLease.ts'
import { coolOffSeconds } from './newcomers.ts'
import { forfeit, payPending, takeBack } from './pay.ts'
import { packedMinhash, printsOf } from './prints.ts'
import { returnPages } from './returnPages.ts'
import { lockStanding, saveStanding } from './standings.ts'
import { type Look, type Outcome, verify } from './verify.ts'

type Contribution = typeof contribution.$inferSelect
type LookRow = typeof look.$inferSelect

/** Records what a witness saw; null: the page could not be had. */
export async function bringIn(
  ctx: Ctx,
  poolId: string,
  witnessLease: string,
  seen: Pick<Fingerprints, 'sha256' | 'minhash'> | null,
): Promise<void> {
  await ctx.tx
    .update(look)
    .set({ at: ctx.now(), ...(seen ? { sha256: seen.sha256, minhash: packedMinhash(seen.minhash) } : {}) })
    .where(and(eq(look.poolId, poolId), eq(look.witnessLease, witnessLease)))
}

/** Asks who has to look next, or settles it: one at a time per contribution. [CLT-2, CLT-3, CLT-9] */
export async function conclude(ctx: Ctx, poolId: string, leaseId: string): Promise<void> {
  await lockInvolved(ctx, poolId, leaseId)
  const own = await lockContribution(ctx, poolId, leaseId)
  const rows = await ctx.tx
    .select()
    .from(look)
    .where(and(eq(look.poolId, poolId), eq(look.leaseId, leaseId)))
    .orderBy(look.askedAt, look.id)
  const open = rows.some((row) => row.at === null)
  if (open || !own || settled(own, rows)) return
  const looks: Look[] = rows.map((row) => ({
    by: row.by,
    text: row.minhash && row.sha256 ? printsOf({ sha256: row.sha256, minhash: row.minhash }) : null,
  }))
  const step = verify(printsOf(own), looks, own.unchanged ? nearDuplicate : samePage)
  if ('next' in step) {
    const { notCluster, notNetwork, url } = rows[0]!
    // A witness where the platform has looked already; else the platform, which has to look sooner or later.
    const by =
      step.next === 'witness' && looks.some((one) => one.by === 'platform' && one.text) ? 'node' : 'platform'
    await ctx.tx.insert(look).values({ poolId, leaseId, url, by, notCluster, notNetwork, askedAt: ctx.now() })
    return
  }
  for (const [at, row] of rows.entries())
    if (row.witnessLease) await judgeWitness(ctx, row, step.witnesses[at]!)
  await settle(ctx, poolId, leaseId, step.outcome, reasonOf(step.outcome, step.volatile), own)
}

/**
 * Locks the standings of everybody whom a conclusion may judge, in one order and before any contribution: two people who
 * are each other's witnesses would wait for each other for ever.
 */
async function lockInvolved(ctx: Ctx, poolId: string, leaseId: string): Promise<void> {
  await ctx.tx.execute(sql`
    select 1 from node_standing s where s.pool_id = ${poolId} and s.person_id in (
      select person_id from contribution where pool_id = ${poolId} and lease_id = ${leaseId}
      union select l.person_id from look o join lease l on l.pool_id = o.pool_id and l.id = o.witness_lease
      where o.pool_id = ${poolId} and o.lease_id = ${leaseId})
    order by s.person_id for update`)
}

const reasonOf = (outcome: Outcome, volatile: boolean): string | null => {
  if (outcome === 'fail')
    return 'Another node or the platform saw a different text, and a third look agreed with it, not with this one.'
  if (outcome === 'pass') return null
  return volatile ? 'The page shows everybody something else.' : 'Nobody else could have the page.'
}

const settled = (own: Contribution, rows: readonly LookRow[]): boolean =>
  own.state !== 'checking' && !(own.state === 'trusted' && rows.length > 0)

async function lockContribution(
  ctx: Ctx,
  poolId: string,
  leaseId: string,
): Promise<Contribution | undefined> {
  const [row] = await ctx.tx
    .select()
    .from(contribution)
    .where(and(eq(contribution.poolId, poolId), eq(contribution.leaseId, leaseId)))
    .for('update')
  return row
}

/** Writes the outcome of a contribution (`known`: locked by the caller): state, pay, standing, and what follows from a fail. [CLT-2..CLT-7] */
export async function settle(
  ctx: Ctx,
  poolId: string,
  leaseId: string,
  outcome: Outcome | 'proof',
  reason: string | null,
  known?: Contribution,
): Promise<void> {
  const own = known ?? (await lockContribution(ctx, poolId, leaseId))!
  const state = (
    { pass: 'confirmed', fail: 'failed', proof: 'failed', 'no-evidence': 'no-evidence' } as const
  )[outcome]
  await ctx.tx
    .update(contribution)
    .set({ state, reason })
    .where(and(eq(contribution.poolId, poolId), eq(contribution.leaseId, leaseId)))
  const { campaignId, personId, pay } = own
  if (outcome === 'fail' || outcome === 'proof') {
    if (own.payState === 'pending') await takeBack(ctx, poolId, [leaseId])
    await returnPages(ctx, { poolId, urlIds: [own.urlId], from: 'done', forGood: false })
  } else if (own.payState === 'none') {
    await payPending(ctx, poolId, { leaseId, campaignId, personId, amount: pay })
  }
  await judgeAccount(ctx, poolId, personId, outcome)
}

async function judgeAccount(
  ctx: Ctx,
  poolId: string,
  personId: string,
  outcome: Outcome | 'proof',
): Promise<void> {
  const before = await lockStanding(ctx, poolId, personId)
  const after = afterCheck(before, outcome)
  if (after === before) return
  await saveStanding(ctx, poolId, personId, after)
  if (after.dismissed) await dismiss(ctx, poolId, personId)
  else if (outcome === 'fail')
    await openInquest(ctx, poolId, personId, (rows) => inquest(rows, () => ctx.random()))
}

/** A witness is paid for a look that holds or cannot be judged, and judged like anybody. */
async function judgeWitness(ctx: Ctx, row: LookRow, outcome: Outcome): Promise<void> {
  const [found] = await ctx.tx
    .select()
    .from(lease)
    .where(and(eq(lease.poolId, row.poolId), eq(lease.id, row.witnessLease!)))
  const { id: leaseId, campaignId, personId, pay, unchanged, unchangedPay, state } = found!
  // One that came back has given up its money already. [CLT-71]
  if (state === 'revealed' && outcome === 'fail') await freeLease(ctx, found!)
  else if (state === 'revealed')
    await payPending(ctx, row.poolId, {
      ...{ leaseId, campaignId, personId },
      amount: unchanged ? unchangedPay! : pay,
    })
  await judgeAccount(ctx, row.poolId, personId, outcome)
}

/** Has contributions of an account looked at that nobody has looked at. [CLT-6] @param pick of them, the oldest first. @returns how many. */
export async function openInquest(
  ctx: Ctx,
  poolId: string,
  personId: string,
  pick: <T>(unconfirmed: readonly T[]) => T[],
): Promise<number> {
  const { rows } = await ctx.tx.execute<{
    lease_id: string
    url: string
    network: string
    cluster_id: string
  }>(sql`
    select k.lease_id, k.url, l.network, p.cluster_id from contribution k
    join lease l on l.pool_id = k.pool_id and l.id = k.lease_id join person p on p.id = k.person_id
    where k.pool_id = ${poolId} and k.person_id = ${personId} and k.state = 'trusted' and k.pay_state = 'pending'
      and not exists (select 1 from look o where o.pool_id = k.pool_id and o.lease_id = k.lease_id)
    order by k.revealed_at, k.lease_id`)
  const picked = pick(rows)
  if (picked.length === 0) return 0
  await ctx.tx.insert(look).values(
    picked.map((one) => ({
      poolId,
      leaseId: one.lease_id,
      url: one.url,
      by: 'platform' as const,
      notCluster: one.cluster_id,
      notNetwork: one.network,
      inquest: true,
      askedAt: ctx.now(),
    })),
  )
  return picked.length
}

/** Items that one event names. */
const AT_ONCE = 500

/** Says which items nobody vouches for any more; what somebody else brought too, or had confirmed, stays. [CLT-7] */
async function withdrawItems(ctx: Ctx, poolId: string, itemIds: readonly string[]): Promise<void> {
  if (itemIds.length === 0) return
  const { rows } = await ctx.tx.execute<{ id: string }>(sql`
    select i.id from unnest(${sql.param([...itemIds])}::uuid[]) as i(id) where not exists (
      select 1 from contribution k where k.pool_id = ${poolId} and k.item_id = i.id and k.state in ('trusted', 'confirmed'))`)
  const gone = rows.map(({ id }) => id)
  for (let from = 0; from < gone.length; from += AT_ONCE)
    await emit(ctx, 'contributions.withdrawn', poolId, { itemIds: gone.slice(from, from + AT_ONCE) })
}

/** Withdraws what nobody confirmed, forfeits what is pending, lets the network wait; the cluster goes along. [CLT-7, CLT-8] */
async function dismiss(ctx: Ctx, poolId: string, personId: string): Promise<void> {
  const { rows: cluster } = await ctx.tx.execute<{ person_id: string }>(sql`
    update node_standing s set dismissed = true from person p, person me
    where s.pool_id = ${poolId} and p.id = s.person_id and me.id = ${personId} and p.cluster_id = me.cluster_id
    returning s.person_id`)
  const persons = sql.param(cluster.map((row) => row.person_id))
  await forfeit(
    ctx,
    poolId,
    cluster.map((row) => row.person_id),
  )
  const { rows: withdrawn } = await ctx.tx.execute<{
    url_id: string
    pay_state: string
    item_id: string | null
  }>(sql`
    update contribution set state = 'withdrawn', reason = 'The account was dismissed before anybody had looked.'
    where pool_id = ${poolId} and person_id = any(${persons}::uuid[]) and state in ('trusted', 'checking') returning url_id, pay_state, item_id`)
  await withdrawItems(
    ctx,
    poolId,
    withdrawn.flatMap((row) => row.item_id ?? []),
  )
  // What was paid for good stays paid for: its page is not committed to twice.
  const urlIds = withdrawn.filter((row) => row.pay_state !== 'final').map((row) => row.url_id)
  await returnPages(ctx, { poolId, urlIds, from: 'done', forGood: false })
  await ctx.tx.execute(sql`update look set at = ${ctx.now()} where pool_id = ${poolId} and at is null and lease_id in
    (select lease_id from contribution where pool_id = ${poolId} and person_id = any(${persons}::uuid[]))`)
  const { rows: networks } = await ctx.tx.execute<{ network: string }>(sql`
    select distinct network from lease where pool_id = ${poolId} and person_id = any(${persons}::uuid[]) order by 1`)
  for (const { network } of networks) {
    const { rows } = await ctx.tx.execute<{ dismissals: number }>(sql`
      insert into network_cool_off (network, dismissals, until) values (${network}, 1, ${ctx.now()})
      on conflict (network) do update set dismissals = network_cool_off.dismissals + 1 returning dismissals`)
    const until = new Date(ctx.now().getTime() + coolOffSeconds(rows[0]!.dismissals) * 1_000)
    await ctx.tx.execute(sql`update network_cool_off set until = ${until} where network = ${network}`)
  }
}
