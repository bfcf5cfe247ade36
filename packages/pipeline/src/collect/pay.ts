import { type Ctx, emit } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { accounts, lockAgainstEpoch, transferMany } from '../ledger/index.ts'
import { releaseSlots } from '../pool/index.ts'
import { releasable } from './escrow.ts'
import { lockStanding } from './standings.ts'

export interface Paid {
  leaseId: string
  campaignId: string
  personId: string
  amount: bigint
}

/** Pay of a lease, held back until it is final. [CLT-12] Once, whatever happens. */
export async function payPending(ctx: Ctx, poolId: string, paid: Paid): Promise<void> {
  const { leaseId, campaignId, personId, amount } = paid
  await ctx.tx.execute(sql`
    with paid as (insert into lease_pay (pool_id, lease_id, campaign_id, person_id, amount, state, since)
      values (${poolId}, ${leaseId}, ${campaignId}, ${personId}, ${amount}, 'pending', ${ctx.now()}))
    update contribution set pay_state = 'pending' where pool_id = ${poolId} and lease_id = ${leaseId}`)
  await bookPending(ctx, poolId, paid)
}

/** The money of pay that was just noted as pending. */
export async function bookPending(ctx: Ctx, poolId: string, paid: Paid): Promise<void> {
  const { leaseId, campaignId, personId, amount } = paid
  if (amount === 0n) return
  await transferMany(ctx, poolId, [
    {
      debit: accounts.budget(campaignId),
      credit: accounts.pending(personId),
      amount,
      reason: 'collected',
      cause: leaseId,
    },
  ])
}

type Row = { lease_id: string; campaign_id: string; person_id: string; amount: string }

/** Pending pay goes back to the budget. */
export async function takeBack(ctx: Ctx, poolId: string, leaseIds: readonly string[]): Promise<void> {
  const { rows } = await ctx.tx.execute<Row>(sql`
    update lease_pay set state = 'forfeited' where pool_id = ${poolId} and state = 'pending'
      and lease_id = any(${sql.param([...leaseIds])}::uuid[]) returning lease_id, campaign_id, person_id, amount`)
  await mark(
    ctx,
    poolId,
    rows.map((row) => row.lease_id),
    'forfeited',
  )
  await transferMany(
    ctx,
    poolId,
    rows.filter(positive).map((row) => ({
      debit: accounts.pending(row.person_id),
      credit: accounts.budget(row.campaign_id),
      amount: BigInt(row.amount),
      reason: 'collect-forfeited',
      cause: row.lease_id,
    })),
  )
}

/** Everything pending of these persons goes back. [CLT-7] */
export async function forfeit(ctx: Ctx, poolId: string, personIds: readonly string[]): Promise<void> {
  const { rows } = await ctx.tx.execute<{ lease_id: string }>(sql`
    select lease_id from lease_pay where pool_id = ${poolId} and state = 'pending'
      and person_id = any(${sql.param([...personIds])}::uuid[]) order by lease_id`)
  await takeBack(
    ctx,
    poolId,
    rows.map((row) => row.lease_id),
  )
}

const positive = (row: Row) => BigInt(row.amount) > 0n

const mark = (ctx: Ctx, poolId: string, leaseIds: readonly string[], state: string) =>
  ctx.tx.execute(sql`update contribution set pay_state = ${state}
    where pool_id = ${poolId} and lease_id = any(${sql.param([...leaseIds])}::uuid[])`)

/** Leases that one event names: their documents are admitted together. */
const AT_ONCE = 50

/** Makes an account's pending pay final as far as its escrow allows. [CLT-12] @returns how many leases. */
export async function finalize(ctx: Ctx, poolId: string, personId: string): Promise<number> {
  await lockAgainstEpoch(ctx)
  const standing = await lockStanding(ctx, poolId, personId)
  const { rows } = await ctx.tx.execute<Row & { age: number; open: boolean }>(sql`
    select p.lease_id, p.campaign_id, p.person_id, p.amount, extract(epoch from ${ctx.now()} - p.since)::float as age,
      exists (select 1 from look o where o.pool_id = p.pool_id and o.lease_id = p.lease_id and o.at is null) as open
    from lease_pay p where p.pool_id = ${poolId} and p.person_id = ${personId} and p.state = 'pending' order by p.since, p.lease_id`)
  const byId = new Map(rows.map((row) => [row.lease_id, row]))
  const pending = rows.map((row) => ({ id: row.lease_id, amount: BigInt(row.amount), ageSeconds: row.age }))
  // What somebody is still to look at waits.
  const ready = releasable(standing, pending).filter(({ id }) => !byId.get(id)!.open)
  if (ready.length === 0) return 0
  const ids = ready.map((one) => one.id)
  await ctx.tx.execute(sql`update lease_pay set state = 'final', final_at = ${ctx.now()}
    where pool_id = ${poolId} and lease_id = any(${sql.param(ids)}::uuid[])`)
  await mark(ctx, poolId, ids, 'final')
  await transferMany(
    ctx,
    poolId,
    ready
      .filter((one) => one.amount > 0n)
      .map((one) => ({
        debit: accounts.pending(personId),
        credit: accounts.points(personId),
        amount: one.amount,
        reason: 'collect-final',
        cause: one.id,
      })),
  )
  await giveChange(ctx, poolId, ids)
  for (let from = 0; from < ids.length; from += AT_ONCE)
    await emit(ctx, 'contribution.final', poolId, { leaseIds: ids.slice(from, from + AT_ONCE) })
  return ids.length
}

/** What pages that were unchanged did not cost of what their slots were committed with is free again. [CLT-51] */
async function giveChange(ctx: Ctx, poolId: string, leaseIds: readonly string[]): Promise<void> {
  const { rows } = await ctx.tx.execute<{ campaign_id: string; change: string }>(sql`
    select campaign_id, sum(pay - unchanged_pay) as change from lease
    where pool_id = ${poolId} and id = any(${sql.param([...leaseIds])}::uuid[]) and unchanged and kind <> 'canary'
    group by 1 order by 1`)
  for (const { campaign_id: campaignId, change } of rows)
    await releaseSlots(ctx, { poolId, campaignId, price: BigInt(change), slots: 1 })
}

/** Accounts with pending pay: whom the clock looks at. */
export async function pendingAccounts(ctx: Ctx): Promise<{ poolId: string; personId: string }[]> {
  const { rows } = await ctx.tx.execute<{ poolId: string; personId: string }>(sql`
    select distinct p.pool_id as "poolId", p.person_id as "personId" from lease_pay p where p.state = 'pending' order by 1, 2`)
  return rows
}
