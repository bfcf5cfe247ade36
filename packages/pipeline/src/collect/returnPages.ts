import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { getCampaign, releaseSlots } from '../pool/index.ts'
import { queueUrls } from './collection.ts'

const TRIES = 3

/**
 * Pages that brought nothing: queued again, unless the page itself refuses (`forGood`), it was tried three times, or its
 * campaign has ended. What was committed to a page that is given up is free again, for pages that wait. [CLT-22, CLT-29]
 * @param of.from where the pages stand: `leased`, or `done` when what was brought does not count.
 */
export async function returnPages(
  ctx: Ctx,
  of: { poolId: string; urlIds: readonly string[]; from: 'leased' | 'done'; forGood: boolean },
): Promise<void> {
  const { rows } = await ctx.tx.execute<{ campaign_id: string; state: string }>(sql`
    update frontier_url f set state = case when ${of.forGood}::bool then 'refused'
        when f.tries < ${TRIES} and k.status in ('open', 'paused') then 'queued' else 'gone' end
    from campaign k where k.pool_id = f.pool_id and k.id = f.campaign_id
      and f.pool_id = ${of.poolId} and f.id = any(${sql.param([...of.urlIds])}::uuid[]) and f.state = ${of.from}
    returning f.campaign_id, f.state`)
  const givenUp = Map.groupBy(
    rows.filter((row) => row.state !== 'queued'),
    (row) => row.campaign_id,
  )
  for (const [campaignId, pages] of [...givenUp].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const campaign = await getCampaign(ctx, of.poolId, campaignId)
    await releaseSlots(ctx, { poolId: of.poolId, campaignId, price: campaign.price, slots: pages.length })
    await queueUrls(ctx, campaign)
  }
}
