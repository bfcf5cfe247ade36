import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { type Campaign, COLLECT, getCampaign, invalidCampaign } from '../pool/index.ts'
import { addTasks } from './addTasks.ts'
import { openSlots } from './openSlots.ts'

const AT_ONCE = 5_000

/**
 * Makes a collection feed a campaign: every item made of its documents, now and later, becomes a task. [LAB-29]
 * @param input.missing only items that lack this field and leave it to people (ITM-12).
 * @throws RowrightError `pool/invalid-campaign`.
 */
export async function feedFrom(
  ctx: Ctx,
  campaign: Campaign,
  input: { collectionId: string; missing?: string },
): Promise<number> {
  const { poolId, id: campaignId } = campaign
  if (campaign.taskType === COLLECT)
    throw invalidCampaign('campaignId', 'A collection has no tasks.', 'Name a campaign that asks a question.')
  const source = await getCampaign(ctx, poolId, input.collectionId)
  if (source.taskType !== COLLECT)
    throw invalidCampaign('collectionId', 'This campaign collects nothing.', 'Name a collection of the pool.')
  await ctx.tx.execute(sql`
    insert into campaign_feed (pool_id, campaign_id, collection_id, missing)
    values (${poolId}, ${campaignId}, ${input.collectionId}, ${input.missing ?? ''}) on conflict do nothing`)
  return feed(ctx, { poolId, collectionId: input.collectionId })
}

/** Makes tasks of a collection's new items in each campaign that it feeds. [LAB-29] @returns how many. */
export async function feed(ctx: Ctx, of: { poolId: string; collectionId: string }): Promise<number> {
  const { poolId, collectionId } = of
  const { rows: fed } = await ctx.tx.execute<{ campaign_id: string; missing: string }>(sql`
    select campaign_id, missing from campaign_feed where pool_id = ${poolId} and collection_id = ${collectionId}
    order by campaign_id, missing for update`)
  let made = 0
  for (const { campaign_id: campaignId, missing } of fed) {
    const { rows } = await ctx.tx.execute<{ id: string; external_id: string }>(sql`
      select i.id, i.external_id from item i
      where i.pool_id = ${poolId} and i.provenance ? 'collection' and i.provenance->>'collection' = ${collectionId}
        and (${missing} = '' or i.provenance->'toLabel' @> to_jsonb(array[${missing}::text]))
        and not exists (select 1 from task t where t.pool_id = i.pool_id and t.item_id = i.id and t.campaign_id = ${campaignId})
      order by i.id limit ${AT_ONCE}`)
    if (rows.length === 0) continue
    const campaign = await getCampaign(ctx, poolId, campaignId)
    const tasks = rows.map((row) => ({ itemId: row.id, externalId: row.external_id, track: 'work' as const }))
    await addTasks(ctx, { poolId, campaignId, seed: campaign.coinSeed, tasks })
    if (campaign.status === 'open') await openSlots(ctx, campaign)
    made += rows.length
  }
  return made
}
