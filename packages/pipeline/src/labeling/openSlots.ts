import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { type Campaign, commitSlots } from '../pool/index.ts'
import { wantedPerTask } from './wanted.ts'

/**
 * Opens slots as far as the money goes: in queue order. [LAB-1]
 * @returns how many were opened.
 */
export async function openSlots(ctx: Ctx, campaign: Campaign): Promise<number> {
  const wanted = await wantedPerTask(ctx, campaign)
  // Two at once (an upload and money that arrives) take turns: else both would commit money to the same slots.
  await ctx.tx.execute(
    sql`select 1 from campaign where pool_id = ${campaign.poolId} and id = ${campaign.id} for update`,
  )
  const { rows } = await ctx.tx.execute<{ lacking: string }>(
    sql`select coalesce(sum(greatest(0, wanted - slots)), 0) as lacking from (${wanted}) w`,
  )
  const lacking = Number(rows[0]!.lacking)
  if (lacking === 0) return 0
  const paid = await commitSlots(ctx, {
    poolId: campaign.poolId,
    campaignId: campaign.id,
    price: campaign.price,
    wanted: lacking,
  })
  if (paid === 0) return 0
  await ctx.tx.execute(sql`
    with wanted as (${wanted}),
    turn as (select id, wanted - slots as lacking, sum(wanted - slots) over (order by shuffle, id) - (wanted - slots) as before
             from wanted where wanted > slots),
    more as (select id, least(lacking, ${paid}::bigint - before)::int as n from turn where before < ${paid}::bigint)
    update task t set slots = t.slots + more.n, open_slots = t.open_slots + more.n
    from more where t.pool_id = ${campaign.poolId} and t.id = more.id`)
  return paid
}
