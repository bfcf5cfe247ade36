import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { appealWindow } from '../settlement/index.ts'
import { appealedAlready } from './errors.ts'
import { drawPanel, SEATS } from './panel.ts'

/** Hours in which a panel decides; then silence accepts. [APP-6] */
export const DECIDE_HOURS = 72

/**
 * Challenges a rejection. [APP-1, APP-2] @returns the appeal's id and until when it is decided.
 * @throws RowrightError `appeal/appealed-already`; `settlement/unknown-window`, `settlement/not-yours`,
 * `settlement/not-rejected`, `settlement/too-late`.
 */
export async function open(
  ctx: Ctx,
  input: { poolId: string; windowId: string; personId: string; note: string },
): Promise<{ id: string; decideBy: Date }> {
  const { rows: known } = await ctx.tx.execute<{
    mine: boolean
  }>(sql`select person_id = ${input.personId} as mine
    from appeal where pool_id = ${input.poolId} and window_id = ${input.windowId}`)
  if (known[0]?.mine) throw appealedAlready()
  const { campaignId, taskIds } = await appealWindow(ctx, input)
  const decideBy = new Date(ctx.now().getTime() + DECIDE_HOURS * 3_600_000)
  const { rows } = await ctx.tx.execute<{ id: string }>(sql`
    insert into appeal (pool_id, window_id, campaign_id, person_id, note, opened_at, decide_by)
    values (${input.poolId}, ${input.windowId}, ${campaignId}, ${input.personId}, ${input.note}, ${ctx.now()}, ${decideBy})
    returning id`)
  const { id } = rows[0]!
  await drawPanel(ctx, { ...input, appealId: id, taskIds, seats: SEATS })
  return { id, decideBy }
}
