import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

/** Rejections of a campaign that are not final. */
export interface OpenRejections {
  /** Answers in them. */
  answers: number
  /** When the last of them counts if nobody appeals; null when panels sit on all. */
  until: Date | null
}

/** What can still be appealed of a campaign, or is before a panel; null when nothing is. [SET-28] */
export async function openRejections(
  ctx: Ctx,
  of: { poolId: string; campaignId: string },
): Promise<OpenRejections | null> {
  const { rows } = await ctx.tx.execute<{ rejections: number; answers: number; until: string | null }>(sql`
    select count(*)::int as rejections, coalesce(sum(v.answers), 0)::int as answers,
      max(w.appeal_until) filter (where w.state = 'failed') as until
    from pay_window w left join lateral (select count(*) as answers from vesting v
      where v.pool_id = w.pool_id and v.window_id = w.id) v on true
    where w.pool_id = ${of.poolId} and w.campaign_id = ${of.campaignId} and w.state in ('failed', 'appealed')`)
  const { rejections, answers, until } = rows[0]!
  return rejections === 0 ? null : { answers, until: until === null ? null : new Date(until) }
}
