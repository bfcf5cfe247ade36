import type { Ctx } from '@rowright/db'
import { windowOutcome } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import { lockAgainstEpoch } from '../ledger/index.ts'
import { selvesOf } from '../people/index.ts'
import { getCampaign } from '../pool/index.ts'
import { type AcceptedBy, acceptWindow } from './acceptWindow.ts'
import { notRejected, notYours, tooLate, unknownWindow } from './errors.ts'
import { finishRejection } from './finishRejection.ts'
import { forget } from './foundBad.ts'
import { FOUND_BAD } from './rejectBad.ts'
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
  return { campaignId: window.campaignId, taskIds: await caseTasks(ctx, input.poolId, window.id) }
}

/** Answers of an account found bad that a panel looks at. */
const MOST_LOOKED_AT = 9

/**
 * What a panel answers anew: the control tasks that a window failed; of an account found bad nine of its tasks at most,
 * spread evenly. [APP-3]
 */
export async function caseTasks(ctx: Ctx, poolId: string, windowId: string): Promise<string[]> {
  const { rows } = await ctx.tx.execute<{ task_id: string }>(sql`
    select v.task_id from vesting v join pay_window w on w.pool_id = v.pool_id and w.id = v.window_id
    join task t on t.pool_id = v.pool_id and t.id = v.task_id
    where v.pool_id = ${poolId} and v.window_id = ${windowId} and w.reason_code = ${FOUND_BAD}
    order by md5(v.assignment_id::text) limit ${MOST_LOOKED_AT}`)
  if (rows.length > 0) return rows.map((row) => row.task_id)
  const checks = await checksOf(ctx, poolId, windowId)
  return checks.filter((check) => check.gold && !check.passed).map((check) => check.taskId)
}

/**
 * Decides an appealed window: without the checks that do not stand, does it still fail? [SET-19] An account found bad
 * is not, when the panel shares most of the answers it looked at.
 * @param input.void tasks whose control answers the panel did not share. @param input.shared tasks to which it said the
 * same as the labeler. Silence reverses whatever stands.
 */
export async function decideAppealed(
  ctx: Ctx,
  input: {
    poolId: string
    windowId: string
    void: readonly string[]
    shared: readonly string[]
    by: 'panel' | 'silence'
  },
): Promise<'upheld' | 'reversed'> {
  await lockAgainstEpoch(ctx)
  const window = await windowById(ctx, input.poolId, input.windowId)
  if (window?.state !== 'appealed') throw notRejected(window?.state ?? 'gone')
  const campaign = await getCampaign(ctx, input.poolId, window.campaignId)
  await ctx.tx.execute(sql`update answer_check set voided_at = ${ctx.now()} where pool_id = ${input.poolId}
    and window_id = ${window.id} and task_id = any(${sql.param([...input.void])}::uuid[]) and voided_at is null`)
  const rule = { checks: campaign.windowChecks ?? 0, failAt: campaign.windowFailAt ?? 0 }
  const fails =
    window.reasonCode === FOUND_BAD
      ? input.shared.length * 2 <= (await caseTasks(ctx, input.poolId, window.id)).length
      : windowOutcome(await checksOf(ctx, input.poolId, window.id), rule) === 'failed'
  if (fails && input.by === 'panel') {
    await finishRejection(ctx, { poolId: input.poolId, windowId: window.id, upheld: true })
    return 'upheld'
  }
  const by: AcceptedBy = input.by === 'panel' ? 'appeal' : 'silence'
  if (window.reasonCode === FOUND_BAD) await forget(ctx, window, campaign.poolId)
  await acceptWindow(ctx, campaign, window, by)
  return 'reversed'
}
