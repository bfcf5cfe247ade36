import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

/** How good the current results of a campaign, or of a whole pool, are. */
export interface Quality {
  results: number
  /** Null without results. */
  meanConfidencePpm: number | null
  /** Krippendorff's alpha (nominal); of a pool: the mean of its campaigns', weighted by annotations. */
  alphaPpm: number | null
  /** Results by label value. */
  distribution: Record<string, number>
  /** Results by confidence, in ten equal bins. */
  confidenceBins: number[]
}

/** Measures the current results. @param campaignId all campaigns of the pool when omitted. */
export async function measure(ctx: Ctx, poolId: string, campaignId?: string): Promise<Quality> {
  const only = campaignId === undefined ? sql`true` : sql`campaign_id = ${campaignId}`
  const { rows } = await ctx.tx.execute<{
    value: string
    bin: number
    results: number
    confidence: string
  }>(sql`
    select value, least(confidence_ppm / 100000, 9) as bin, count(*)::int as results, sum(confidence_ppm) as confidence
    from (select distinct on (task_id) value, confidence_ppm, annotations from result
      where pool_id = ${poolId} and ${only} order by task_id, round desc) current
    where jsonb_array_length(annotations) > 0
    group by 1, 2`)
  const { rows: fits } = await ctx.tx.execute<{ alpha_ppm: number | null; annotations: number }>(sql`
    select distinct on (campaign_id) alpha_ppm, annotations from refit
    where pool_id = ${poolId} and ${only} order by campaign_id, at desc, id desc`)

  const distribution = new Map<string, number>()
  const confidenceBins = new Array<number>(10).fill(0)
  let results = 0
  let confidence = 0
  for (const row of rows) {
    distribution.set(row.value, (distribution.get(row.value) ?? 0) + row.results)
    confidenceBins[row.bin]! += row.results
    results += row.results
    confidence += Number(row.confidence)
  }
  const defined = fits.filter((row) => row.alpha_ppm !== null)
  const weight = defined.reduce((sum, row) => sum + row.annotations, 0)
  const alpha = defined.reduce((sum, row) => sum + row.alpha_ppm! * row.annotations, 0)
  return {
    results,
    meanConfidencePpm: results === 0 ? null : Math.round(confidence / results),
    alphaPpm: weight === 0 ? null : Math.round(alpha / weight),
    distribution: Object.fromEntries(distribution),
    confidenceBins,
  }
}
