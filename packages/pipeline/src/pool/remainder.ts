import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { accounts, balanceOf } from '../ledger/index.ts'
import { nothingToRefund } from './errors.ts'

/** What a campaign leaves over, and how far it is on its way back. Amounts in base units. */
export interface Remainder {
  /**
   * `working`: not closed, or its last verdicts are not in. `closing`: to be closed on chain. `waiting`: until
   * `at`, so that appeals are over. `settling`: what was earned is to be attested. `vetoable`: attested, payable from
   * `at`. `ready`: can be asked for. `asked`: on its way. `refunded`: back. `nothing`: all was earned.
   */
  state:
    | 'working'
    | 'closing'
    | 'waiting'
    | 'settling'
    | 'vetoable'
    | 'ready'
    | 'asked'
    | 'refunded'
    | 'nothing'
  /** What goes back; until it is attested, what would now. */
  amount: bigint
  refunded: bigint
  /** When the next step can be taken. */
  at: Date | null
}

type Row = {
  status: string
  settled: boolean
  asked: boolean
  settleable_at: string | null
  refundable_at: string | null
  refundable: string | null
  refunded: string
  refunds: number
}

/** [POO-9] */
export async function remainderOf(ctx: Ctx, poolId: string, campaignId: string): Promise<Remainder> {
  const { rows } = await ctx.tx.execute<Row>(sql`
    select c.status, c.settled_at is not null as settled, c.refund_asked_at is not null as asked,
      e.settleable_at, e.refundable_at, e.refundable, coalesce(r.refunded, 0) as refunded, coalesce(r.refunds, 0)::int as refunds
    from campaign c left join campaign_end e on e.pool_id = c.pool_id and e.campaign_id = c.id
    left join lateral (select sum(amount) as refunded, count(*) as refunds from campaign_refund f
      where f.pool_id = c.pool_id and f.campaign_id = c.id and f.orphaned_at is null) r on true
    where c.pool_id = ${poolId} and c.id = ${campaignId}`)
  const row = rows[0]!
  const left = await balanceOf(ctx, poolId, accounts.budget(campaignId))
  const amount = row.refundable === null ? left : BigInt(row.refundable)
  const refunded = BigInt(row.refunded)
  const is = (state: Remainder['state'], at: string | null = null): Remainder => ({
    state,
    amount,
    refunded,
    at: at === null ? null : new Date(at),
  })
  const past = (time: string) => new Date(time) <= ctx.now()
  if (row.status !== 'closed' || !row.settled) return is('working')
  if (refunded > 0n && row.refunds >= (await fundersOf(ctx, poolId, campaignId)).length) return is('refunded')
  if (amount === 0n) return is('nothing')
  if (row.settleable_at === null) return is('closing')
  if (row.refundable_at === null)
    return past(row.settleable_at) ? is('settling') : is('waiting', row.settleable_at)
  if (!past(row.refundable_at)) return is('vetoable', row.refundable_at)
  return is(row.asked ? 'asked' : 'ready')
}

/** Asks that the remainder be sent to the funders; asking again changes nothing. @throws RowrightError `pool/nothing-to-refund`. */
export async function askRefund(ctx: Ctx, poolId: string, campaignId: string): Promise<Remainder> {
  const { state } = await remainderOf(ctx, poolId, campaignId)
  if (state === 'nothing' || state === 'working') throw nothingToRefund()
  await ctx.tx.execute(sql`update campaign set refund_asked_at = coalesce(refund_asked_at, ${ctx.now()})
    where pool_id = ${poolId} and id = ${campaignId}`)
  return remainderOf(ctx, poolId, campaignId)
}

/** Whose money on this chain funded a campaign and has not gone back. */
async function fundersOf(ctx: Ctx, poolId: string, campaignId: string): Promise<`0x${string}`[]> {
  const { rows } = await ctx.tx.execute<{ funder: `0x${string}` }>(sql`
    select distinct funder from campaign_funding
    where pool_id = ${poolId} and campaign_id = ${campaignId} and orphaned_at is null and block_number > 0 order by 1`)
  return rows.map((row) => row.funder)
}

/** A step of a campaign's end that the chain lacks. */
export interface EndStep {
  poolId: string
  campaignId: string
  chainPoolId: `0x${string}`
  step: 'close' | 'settle' | 'refund'
}

/** Steps that are due on chain: only of campaigns that leave something over. [POO-9] */
export async function endSteps(ctx: Ctx): Promise<EndStep[]> {
  const { rows } = await ctx.tx.execute<{ pool_id: string; id: string; chain_pool_id: `0x${string}` }>(sql`
    select c.pool_id, c.id, p.chain_pool_id from campaign c join pool p on p.id = c.pool_id
    where c.status = 'closed' and c.settled_at is not null and p.chain_pool_id is not null
      and exists (select 1 from campaign_funding f where f.pool_id = c.pool_id and f.campaign_id = c.id
        and f.orphaned_at is null and f.block_number > 0)
      and not exists (select 1 from campaign_refund r where r.pool_id = c.pool_id and r.campaign_id = c.id
        and r.orphaned_at is null and c.refund_asked_at is null)
    order by c.settled_at, c.id limit 1000`)
  const steps: EndStep[] = []
  for (const row of rows) {
    const { state } = await remainderOf(ctx, row.pool_id, row.id)
    const step = ({ closing: 'close', settling: 'settle', asked: 'refund' } as const)[state as 'closing']
    if (step) steps.push({ poolId: row.pool_id, campaignId: row.id, chainPoolId: row.chain_pool_id, step })
  }
  return steps
}

/** What contributors have earned or may still earn of a campaign's money on this chain: never less. [POO-9] */
export async function committedOf(ctx: Ctx, poolId: string, campaignId: string): Promise<bigint> {
  const { rows } = await ctx.tx.execute<{ funded: string }>(sql`
    select coalesce(sum(amount), 0) as funded from campaign_funding
    where pool_id = ${poolId} and campaign_id = ${campaignId} and orphaned_at is null and block_number > 0`)
  const here = BigInt(rows[0]!.funded)
  const left = await balanceOf(ctx, poolId, accounts.budget(campaignId))
  return left > here ? 0n : here - left
}

/** Funders that have to be sent their part. */
export async function fundersToRefund(ctx: Ctx, poolId: string, campaignId: string) {
  const { rows } = await ctx.tx.execute<{ funder: string }>(sql`select funder from campaign_refund
    where pool_id = ${poolId} and campaign_id = ${campaignId} and orphaned_at is null`)
  const paid = new Set(rows.map((row) => row.funder))
  return (await fundersOf(ctx, poolId, campaignId)).filter((funder) => !paid.has(funder))
}
