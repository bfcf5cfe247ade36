import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { accounts, transferMany } from '../ledger/index.ts'

/** `CampaignFunded`, as the follower read it. */
export interface FundingEvent {
  poolId: string
  campaignId: string
  transaction: string
  logIndex: number
  blockNumber: number
  funder: string
  amount: bigint
}

// The funding row makes it happen once; the time keeps a funding that came, went and came again apart.
const cause = (ctx: Ctx, transaction: string, logIndex: number) =>
  `${transaction}:${logIndex}:${ctx.now().getTime()}`

/**
 * Counts money that arrived on chain for a campaign. [POO-3] Events for pools or campaigns that this instance does
 * not know are passed over: anybody may fund anything. @returns whether it is new.
 */
export async function recordFunding(ctx: Ctx, event: FundingEvent): Promise<boolean> {
  if (event.amount === 0n) return false
  const { rowCount } = await ctx.tx.execute(sql`
    insert into campaign_funding (pool_id, campaign_id, transaction, log_index, block_number, funder, amount)
    select pool_id, id, ${event.transaction}, ${event.logIndex}, ${event.blockNumber}, ${event.funder.toLowerCase()}, ${event.amount}
    from campaign where pool_id = ${event.poolId} and id = ${event.campaignId}
    on conflict on constraint funding_once do update set orphaned_at = null, block_number = excluded.block_number,
      funder = excluded.funder, amount = excluded.amount
      where campaign_funding.orphaned_at is not null`)
  if (rowCount !== 1) return false
  await transferMany(ctx, event.poolId, [
    {
      debit: accounts.world,
      credit: accounts.budget(event.campaignId),
      amount: event.amount,
      reason: 'funded',
      cause: cause(ctx, event.transaction, event.logIndex),
    },
  ])
  return true
}

/** Takes back fundings whose block is gone: `fromBlock` and later. [POO-3] @returns how many. */
export async function orphanFunding(ctx: Ctx, fromBlock: number): Promise<number> {
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    campaign_id: string
    transaction: string
    log_index: number
    amount: string
  }>(sql`update campaign_funding set orphaned_at = ${ctx.now()} where block_number >= ${fromBlock} and orphaned_at is null
    returning pool_id, campaign_id, transaction, log_index, amount`)
  for (const row of rows) {
    await transferMany(ctx, row.pool_id, [
      {
        debit: accounts.budget(row.campaign_id),
        credit: accounts.world,
        amount: BigInt(row.amount),
        reason: 'funding-orphaned',
        cause: cause(ctx, row.transaction, row.log_index),
      },
    ])
  }
  return rows.length
}

/** What was funded for a campaign on chain, in base units. */
export async function fundedOf(ctx: Ctx, poolId: string, campaignId: string): Promise<bigint> {
  const { rows } = await ctx.tx.execute<{ funded: string }>(sql`select coalesce(sum(amount), 0) as funded
    from campaign_funding where pool_id = ${poolId} and campaign_id = ${campaignId} and orphaned_at is null`)
  return BigInt(rows[0]!.funded)
}

/**
 * Commits money to slots that are about to be opened: as many as fit under what was funded, up to `wanted`. [POO-4]
 * Locks the campaign's row; off the hot path (reserve and submit never come here).
 * @returns how many slots are paid for.
 */
export async function commitSlots(
  ctx: Ctx,
  input: { poolId: string; campaignId: string; price: bigint; wanted: number },
): Promise<number> {
  const { rows } = await ctx.tx.execute<{ committed: string }>(sql`select committed from campaign
    where pool_id = ${input.poolId} and id = ${input.campaignId} for update`)
  const free = (await fundedOf(ctx, input.poolId, input.campaignId)) - BigInt(rows[0]!.committed)
  const affordable = input.price === 0n ? BigInt(input.wanted) : free / input.price
  const slots =
    affordable < 0n ? 0 : Number(affordable < BigInt(input.wanted) ? affordable : BigInt(input.wanted))
  await ctx.tx.execute(sql`update campaign set committed = committed + ${input.price * BigInt(slots)}
    where pool_id = ${input.poolId} and id = ${input.campaignId}`)
  return slots
}

/** Gives back what was committed to slots that are not needed. [POO-4] Locks the campaign's row. */
export async function releaseSlots(
  ctx: Ctx,
  input: { poolId: string; campaignId: string; price: bigint; slots: number },
): Promise<void> {
  if (input.slots === 0) return
  await ctx.tx.execute(sql`update campaign set committed = committed - ${input.price * BigInt(input.slots)}
    where pool_id = ${input.poolId} and id = ${input.campaignId}`)
}

/** Records the pool's entry on chain. [POO-2] @returns false when sender or salt do not belong together. */
export async function recordPoolCreated(
  ctx: Ctx,
  event: { poolId: string; owner: string; chainPoolId: string },
): Promise<boolean> {
  const { rowCount } = await ctx.tx.execute(sql`
    update pool p set chain_pool_id = ${event.chainPoolId} where p.id = ${event.poolId}
    and exists (select 1 from payout_method m where m.person_id = p.requester_id and m.address = ${event.owner.toLowerCase()})`)
  return rowCount === 1
}

/** Pools that the chain has, as far as the follower knows. */
export async function poolsOnChain(ctx: Ctx): Promise<{ poolId: string; chainPoolId: `0x${string}` }[]> {
  const { rows } = await ctx.tx.execute<{ poolId: string; chainPoolId: `0x${string}` }>(
    sql`select id as "poolId", chain_pool_id as "chainPoolId" from pool where chain_pool_id is not null order by id`,
  )
  return rows
}

/** Says that the chain does not have these pools any more; their requesters put them there again. [POO-7] */
export async function orphanPools(ctx: Ctx, poolIds: readonly string[]): Promise<void> {
  await ctx.tx.execute(
    sql`update pool set chain_pool_id = null where id = any(${sql.param([...poolIds])}::uuid[])`,
  )
}

/** Pool id by its chain id. */
export async function poolByChainId(ctx: Ctx, chainPoolId: string): Promise<string | null> {
  const { rows } = await ctx.tx.execute<{ id: string }>(
    sql`select id from pool where chain_pool_id = ${chainPoolId}`,
  )
  return rows[0]?.id ?? null
}
