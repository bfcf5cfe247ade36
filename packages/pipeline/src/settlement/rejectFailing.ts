import { type Ctx, emit } from '@rowright/db'
import { failedControlTasks, type GoldRecord, goldRecords, voidGoldAnswers } from '../consensus/index.ts'
import type { Campaign } from '../pool/index.ts'
import { FAILED, failWindow } from './failWindow.ts'
import { rejectUndecided } from './rejectUndecided.ts'
import type { OpenWindow } from './windowStore.ts'

/** Failed control tasks that a panel looks at, where a list can have hundreds of them. */
const MOST_LOOKED_AT = 20

/** Rejects what an account that failed the control tasks answered without a verdict in a campaign that has no windows. [SET-27] @returns how many answers. */
export function rejectFailing(
  ctx: Ctx,
  campaign: Campaign,
  account: string,
  { answered, failed, wrong }: GoldRecord,
): Promise<number> {
  const tasks = evenly(
    wrong.map((one) => one.taskId),
    MOST_LOOKED_AT,
  )
  const who = { personId: account, selves: [account] }
  return rejectUndecided(ctx, campaign, who, FAILED, (window) =>
    failWindow(ctx, campaign, window, FAILED, 'checks', { answered, failed, tasks }),
  )
}

/**
 * Whether a rejection stands when a panel did not share the known answers of some of the control tasks that it looked
 * at. [APP-5] Failed ones that nobody looked at are taken to be like those that were. Answers whose failing does not
 * stand say nothing about their labeler from then on, here and in results; when the rejection is reversed, neither do
 * those that nobody looked at.
 * @param by.shared tasks whose known answer the panel shared: none, when it kept silent.
 */
export async function weighFailing(
  ctx: Ctx,
  campaign: Campaign,
  window: OpenWindow,
  by: { looked: readonly string[]; shared: readonly string[] },
): Promise<boolean> {
  const record = (await goldRecords(ctx, campaign.poolId, campaign.id)).get(window.personId)
  if (record === undefined) return false
  const { wrong, answered, failed } = record
  const looked = wrong.filter((one) => by.looked.includes(one.taskId))
  const shared = looked.filter((one) => by.shared.includes(one.taskId))
  const still = looked.length === 0 ? 0 : (failed * shared.length) / looked.length
  const stands = failedControlTasks({ failed: still, answered: answered - failed + still })
  const none = (stands ? looked : wrong).filter((one) => !shared.includes(one))
  await voidChecks(
    ctx,
    campaign,
    none.map((one) => one.assignmentId),
  )
  return stands
}

/** Answers to control tasks that say nothing about who gave them: results are computed anew, as if they were none. */
export async function voidChecks(
  ctx: Ctx,
  { poolId, id: campaignId }: Campaign,
  assignmentIds: readonly string[],
): Promise<void> {
  if (assignmentIds.length === 0) return
  await voidGoldAnswers(ctx, poolId, assignmentIds)
  await emit(ctx, 'account.judged', poolId, { campaignId })
}

/** So many of a list, spread over it. */
const evenly = <T>(all: readonly T[], most: number): T[] =>
  all.length <= most
    ? [...all]
    : Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)]!)
