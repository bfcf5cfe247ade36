import type { Ctx } from '@rowright/db'
import { anchoring } from '@rowright/pipeline/consensus'
import { type Campaign, getCampaign, getPool } from '@rowright/pipeline/pool'
import { pseudonym } from '@rowright/pipeline/release'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type * as contract from '../anchoringContract.ts'

/** Labelers that a report names. */
const MOST_LABELERS = 50
/** Campaigns that the stewards' report has: those with the newest assisted answers. */
const MOST_CAMPAIGNS = 20

/** How far suggestions pull the answers of a campaign after them; labelers by the names that releases have for them. */
export async function anchoringView(
  ctx: Ctx,
  campaign: Campaign,
): Promise<z.infer<typeof contract.anchoring>> {
  const { labelers, ...measured } = await anchoring(ctx, campaign)
  const { pseudonymKey } = await getPool(ctx, campaign.poolId)
  return {
    poolId: campaign.poolId,
    campaignId: campaign.id,
    campaign: campaign.name,
    ...measured,
    labelers: labelers.slice(0, MOST_LABELERS).map(({ personId, ...one }) => ({
      labeler: pseudonym(pseudonymKey, personId),
      ...one,
    })),
  }
}

/** The same for all campaigns with assisted answers. */
export async function anchoringOfAll(ctx: Ctx): Promise<z.infer<typeof contract.anchoring>[]> {
  const { rows } = await ctx.tx.execute<{ pool_id: string; campaign_id: string }>(sql`
    select pool_id, campaign_id from annotation where made_by = 'assisted'
    group by 1, 2 order by max(submitted_at) desc limit ${MOST_CAMPAIGNS}`)
  const views: z.infer<typeof contract.anchoring>[] = []
  for (const row of rows)
    views.push(await anchoringView(ctx, await getCampaign(ctx, row.pool_id, row.campaign_id)))
  return views
}
