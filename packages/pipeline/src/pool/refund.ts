import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { accounts, transferMany } from '../ledger/index.ts'

interface Of {
  poolId: string
  campaignId: string
}

/** `CampaignClosed`: nobody can fund it any more; from `settleableAt` on what was earned may be attested. [POO-9] */
export async function recordClosed(
  ctx: Ctx,
  event: Of & { settleableAt: Date; blockNumber: number },
): Promise<void> {
  await ctx.tx.execute(sql`
    insert into campaign_end (pool_id, campaign_id, closed_block, settleable_at)
    select pool_id, id, ${event.blockNumber}, ${event.settleableAt} from campaign
    where pool_id = ${event.poolId} and id = ${event.campaignId} on conflict do nothing`)
}

/** `CampaignSettled`: what was earned is attested, the rest goes back from `refundableAt` on. [POO-9] */
export async function recordSettled(
  ctx: Ctx,
  event: Of & { committed: bigint; refundable: bigint; refundableAt: Date; blockNumber: number },
): Promise<void> {
  await ctx.tx.execute(sql`
    update campaign_end set settled_block = ${event.blockNumber}, committed = ${event.committed},
      refundable = ${event.refundable}, refundable_at = ${event.refundableAt}
    where pool_id = ${event.poolId} and campaign_id = ${event.campaignId}`)
}

/** `SettlementVetoed`: the attestation is undone and due again. */
export async function recordVeto(ctx: Ctx, { poolId, campaignId }: Of): Promise<void> {
  await ctx.tx.execute(sql`
    update campaign_end set settled_block = null, committed = null, refundable = null, refundable_at = null
    where pool_id = ${poolId} and campaign_id = ${campaignId}`)
}

/** `CampaignRefunded`, as the follower read it. */
export interface RefundEvent extends Of {
  transaction: string
  logIndex: number
  blockNumber: number
  funder: string
  amount: bigint
}

// The refund row makes it happen once; the time keeps a refund that came, went and came again apart.
const cause = (ctx: Ctx, transaction: string, logIndex: number) =>
  `${transaction}:${logIndex}:${ctx.now().getTime()}`

/** Books money that went back to a funder on chain, once. [POO-10] @returns whether it is new. */
export async function recordRefund(ctx: Ctx, event: RefundEvent): Promise<boolean> {
  const { rowCount } = await ctx.tx.execute(sql`
    insert into campaign_refund (pool_id, campaign_id, transaction, log_index, block_number, funder, amount)
    select pool_id, id, ${event.transaction}, ${event.logIndex}, ${event.blockNumber}, ${event.funder.toLowerCase()}, ${event.amount}
    from campaign where pool_id = ${event.poolId} and id = ${event.campaignId}
    on conflict on constraint refund_once do update set orphaned_at = null, block_number = excluded.block_number,
      funder = excluded.funder, amount = excluded.amount
      where campaign_refund.orphaned_at is not null`)
  if (rowCount !== 1) return false
  await transferMany(ctx, event.poolId, [
    {
      debit: accounts.budget(event.campaignId),
      credit: accounts.world,
      amount: event.amount,
      reason: 'refunded',
      cause: cause(ctx, event.transaction, event.logIndex),
    },
  ])
  return true
}

/** Takes back ends and refunds whose block is gone: `fromBlock` and later. [POO-10] @returns how many refunds. */
export async function orphanRefunds(ctx: Ctx, fromBlock: number): Promise<number> {
  await ctx.tx.execute(sql`update campaign_end set settled_block = null, committed = null, refundable = null,
    refundable_at = null where settled_block >= ${fromBlock}`)
  await ctx.tx.execute(sql`delete from campaign_end where closed_block >= ${fromBlock}`)
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    campaign_id: string
    transaction: string
    log_index: number
    amount: string
  }>(sql`update campaign_refund set orphaned_at = ${ctx.now()} where block_number >= ${fromBlock} and orphaned_at is null
    returning pool_id, campaign_id, transaction, log_index, amount`)
  for (const row of rows) {
    await transferMany(ctx, row.pool_id, [
      {
        debit: accounts.world,
        credit: accounts.budget(row.campaign_id),
        amount: BigInt(row.amount),
        reason: 'refund-orphaned',
        cause: cause(ctx, row.transaction, row.log_index),
      },
    ])
  }
  return rows.length
}
