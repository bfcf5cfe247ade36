import type { Ctx } from '@rowright/db'
import { windowOutcome } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import { selvesOf } from '../people/index.ts'
import { getCampaign } from '../pool/index.ts'
import { type AcceptedBy, acceptWindow } from './acceptWindow.ts'
import { notRejected, notYours, tooLate, unknownWindow } from './errors.ts'
import { finishRejection } from './finishRejection.ts'
import { lockAgainstEpoch } from './store.ts'
import { checksOf, updateWindow, windowById } from './windowStore.ts'

/**
 * Takes a rejection out of the clock, for a panel to decide. [SET-16] @returns its campaign, and the failed control tasks.
 * @throws RowrightError `settlement/unknown-window`, `settlement/not-yours`, `settlement/not-rejected`, `settlement/too-late`.
 */
export async function appealWindow(
  ctx: Ctx,
  input: { poolId: string; windowId: string; personId: string },
): Promise<{ campaignId: string; taskIds: string[] }> {
  await lockAgainstEpoch(ctx)
  const window = await windowById(ctx, input.poolId, input.windowId)
  if (!window) throw unknownWindow(input.windowId)
  if (!(await selvesOf(ctx, input.personId)).includes(window.personId)) throw notYours()
  if (window.state === 'rejected') throw tooLate()
  if (window.state !== 'failed') throw notRejected(window.state)
  if (window.appealUntil !== null && window.appealUntil <= ctx.now()) throw tooLate()
  await updateWindow(ctx, input.poolId, window.id, { state: 'appealed' })
  return { campaignId: window.campaignId, taskIds: await failedGolds(ctx, input.poolId, window.id) }
}

/** The control tasks that a window failed. */
export async function failedGolds(ctx: Ctx, poolId: string, windowId: string): Promise<string[]> {
  const checks = await checksOf(ctx, poolId, windowId)
  return checks.filter((check) => check.gold && !check.passed).map((check) => check.taskId)
}

/**
 * Decides an appealed window: without the checks that do not stand, does it still fail? [SET-19]
 * @param input.void tasks whose control answers the panel did not share. Silence reverses whatever stands.
 */
export async function decideAppealed(
  ctx: Ctx,
  input: { poolId: string; windowId: string; void: readonly string[]; by: 'panel' | 'silence' },
): Promise<'upheld' | 'reversed'> {
  await lockAgainstEpoch(ctx)
  const window = await windowById(ctx, input.poolId, input.windowId)
  if (window?.state !== 'appealed') throw notRejected(window?.state ?? 'gone')
  const campaign = await getCampaign(ctx, input.poolId, window.campaignId)
  await ctx.tx.execute(sql`update answer_check set voided_at = ${ctx.now()} where pool_id = ${input.poolId}
    and window_id = ${window.id} and task_id = any(${sql.param([...input.void])}::uuid[]) and voided_at is null`)
  const { rows } = await ctx.tx.execute<{ reason_code: string }>(
    sql`select reason_code from pay_window where pool_id = ${input.poolId} and id = ${window.id}`,
  )
  const rule = { checks: campaign.windowChecks ?? 0, failAt: campaign.windowFailAt ?? 0 }
  const fails =
    rows[0]!.reason_code === 'failed-control-tasks'
      ? windowOutcome(await checksOf(ctx, input.poolId, window.id), rule) === 'failed'
      : true
  if (fails && input.by === 'panel') {
    await finishRejection(ctx, { poolId: input.poolId, windowId: window.id, upheld: true })
    return 'upheld'
  }
  const by: AcceptedBy = input.by === 'panel' ? 'appeal' : 'silence'
  await acceptWindow(ctx, campaign, window, by)
  return 'reversed'
}
