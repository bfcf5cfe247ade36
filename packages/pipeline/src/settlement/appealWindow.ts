import type { Ctx } from '@rowright/db'
import { windowOutcome } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import { lockAgainstEpoch } from '../ledger/index.ts'
import { selvesOf } from '../people/index.ts'
import { type Campaign, getCampaign } from '../pool/index.ts'
import { type AcceptedBy, acceptWindow } from './acceptWindow.ts'
import { notRejected, notYours, tooLate, unknownWindow } from './errors.ts'
import { finishRejection } from './finishRejection.ts'
import { forget } from './foundBad.ts'
import { FOUND_BAD } from './rejectBad.ts'
import { voidChecks, weighFailing } from './rejectFailing.ts'
import { checksOf, type OpenWindow, updateWindow, windowById } from './windowStore.ts'

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
 * What a panel answers anew: the control tasks that a window failed, or, without windows, that the rejection names; of an
 * account found bad nine of its tasks at most, spread evenly. [APP-3]
 */
export async function caseTasks(ctx: Ctx, poolId: string, windowId: string): Promise<string[]> {
  const { rows } = await ctx.tx.execute<{ task_id: string }>(sql`
    select v.task_id from vesting v join pay_window w on w.pool_id = v.pool_id and w.id = v.window_id
    join task t on t.pool_id = v.pool_id and t.id = v.task_id
    where v.pool_id = ${poolId} and v.window_id = ${windowId} and w.reason_code = ${FOUND_BAD}
    order by md5(v.assignment_id::text) limit ${MOST_LOOKED_AT}`)
  if (rows.length > 0) return rows.map((row) => row.task_id)
  const checks = await checksOf(ctx, poolId, windowId)
  if (checks.length > 0)
    return checks.filter((check) => check.gold && !check.passed).map((check) => check.taskId)
  const { rows: named } = await ctx.tx.execute<{ tasks: string[] }>(sql`
    select coalesce(evidence->'tasks', '[]') as tasks from pay_window where pool_id = ${poolId} and id = ${windowId}`)
  return named[0]?.tasks ?? []
}

/**
 * Decides an appealed window: without the checks that do not stand, does it still fail? [SET-19] An account found bad
 * is not, when the panel shares most of the answers it looked at. Silence reverses, and nothing of the case stands.
 * @param input.void tasks whose control answers the panel did not share. @param input.shared tasks to which it said the
 * same as the labeler.
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
  const looked = await caseTasks(ctx, input.poolId, window.id)
  const panel = input.by === 'panel'
  const known = { looked, shared: panel ? looked.filter((task) => !input.void.includes(task)) : [] }
  const stands =
    window.reasonCode === FOUND_BAD
      ? panel && input.shared.length * 2 <= looked.length
      : campaign.windowChecks === null
        ? await weighFailing(ctx, campaign, window, known)
        : await weighWindow(ctx, campaign, window, known)
  if (stands) {
    await finishRejection(ctx, { poolId: input.poolId, windowId: window.id, upheld: true })
    return 'upheld'
  }
  const by: AcceptedBy = panel ? 'appeal' : 'silence'
  if (window.reasonCode === FOUND_BAD) await forget(ctx, window, campaign.poolId)
  await acceptWindow(ctx, campaign, window, by)
  return 'reversed'
}

/** Whether a window still fails without the checks that a panel did not share; they count nowhere any more. */
async function weighWindow(
  ctx: Ctx,
  campaign: Campaign,
  window: OpenWindow,
  by: { looked: readonly string[]; shared: readonly string[] },
): Promise<boolean> {
  const { poolId } = campaign
  const none = by.looked.filter((task) => !by.shared.includes(task))
  const { rows } = await ctx.tx.execute<{
    assignment_id: string
  }>(sql`update answer_check set voided_at = ${ctx.now()} where pool_id = ${poolId} and window_id = ${window.id}
    and task_id = any(${sql.param(none)}::uuid[]) and voided_at is null returning assignment_id`)
  await voidChecks(
    ctx,
    campaign,
    rows.map((row) => row.assignment_id),
  )
  const rule = { checks: campaign.windowChecks!, failAt: campaign.windowFailAt! }
  return windowOutcome(await checksOf(ctx, poolId, window.id), rule) === 'failed'
}
