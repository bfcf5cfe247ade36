import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

/** The first block holds no contract, so no rewind of the new chain reaches what was carried over. */
const CARRIED_BLOCK = 0

/**
 * The chain is another one from now on: what was funded stays funded, pools are put on chain again by their
 * requesters. [POO-7] @param mark tells the old chain's transactions from equal ones of the new chain.
 */
export async function leaveChain(ctx: Ctx, mark: string): Promise<void> {
  await ctx.tx.execute(sql`update pool set chain_pool_id = null`)
  await ctx.tx.execute(sql`update campaign_funding set transaction = transaction || ${`@${mark}`}, block_number = ${CARRIED_BLOCK}
    where block_number <> ${CARRIED_BLOCK}`)
  await ctx.tx.execute(sql`delete from campaign_end`)
  await ctx.tx.execute(sql`delete from pool_terms`)
  await ctx.tx.execute(sql`update campaign_refund set transaction = transaction || ${`@${mark}`}, block_number = ${CARRIED_BLOCK}
    where block_number <> ${CARRIED_BLOCK}`)
}

/** What a campaign brought along from earlier chains, in base units. */
export async function carriedOf(ctx: Ctx, poolId: string, campaignId: string): Promise<bigint> {
  const { rows } = await ctx.tx.execute<{ carried: string }>(sql`select coalesce(sum(amount), 0) as carried
    from campaign_funding where pool_id = ${poolId} and campaign_id = ${campaignId} and orphaned_at is null
      and block_number = ${CARRIED_BLOCK}`)
  return BigInt(rows[0]!.carried)
}
