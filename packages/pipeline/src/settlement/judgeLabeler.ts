import type { Ctx } from '@rowright/db'
import { LEAST_FAILED_GOLDS, windowOutcome } from '@rowright/protocol'
import { selvesOf, survivor } from '../people/index.ts'
import type { Campaign } from '../pool/index.ts'
import { acceptWindow } from './acceptWindow.ts'
import { FAILED, failWindow } from './failWindow.ts'
import { recordGoldChecks } from './recordChecks.ts'
import { rejectAsBad } from './rejectBad.ts'
import { refreshSkill } from './skill.ts'
import { whyBad } from './whyBad.ts'
import {
  checksOf,
  hasUnvested,
  insertWindow,
  joinEarlier,
  lockLabeler,
  type OpenWindow,
  openWindowOf,
  vestAnswers,
} from './windowStore.ts'

/** Brings a labeler's window of a campaign up to date and decides it if it can be. [SET-8..SET-11] @returns answers accepted. */
export async function judgeLabeler(ctx: Ctx, campaign: Campaign, labeler: string): Promise<number> {
  const window = await currentWindow(ctx, campaign, labeler)
  if (!window) return 0
  const why = await whyBad(ctx, campaign.poolId, await selvesOf(ctx, window.personId))
  if (why === null) return decideWindow(ctx, campaign, window)
  await rejectAsBad(ctx, campaign, window, why)
  return 0
}

/** The labeler's open window with all their answers in it; a new one where answers wait for one. */
export async function currentWindow(
  ctx: Ctx,
  campaign: Campaign,
  labeler: string,
): Promise<OpenWindow | null> {
  const personId = (await survivor(ctx, [labeler])).get(labeler) ?? labeler
  const { poolId, id: campaignId } = campaign
  const of = { poolId, campaignId, personId }
  await lockLabeler(ctx, poolId, personId)
  const selves = await selvesOf(ctx, personId)
  const open = await openWindowOf(ctx, of)
  if (!open && !(await hasUnvested(ctx, of, selves))) return null
  const window = open ?? (await insertWindow(ctx, of, selves))
  await joinEarlier(ctx, poolId, window, selves)
  await vestAnswers(ctx, poolId, window, selves)
  await recordGoldChecks(ctx, campaign, window.id)
  await refreshSkill(ctx, poolId, campaignId, personId)
  return window
}

export async function decideWindow(ctx: Ctx, campaign: Campaign, window: OpenWindow): Promise<number> {
  const checks = await checksOf(ctx, campaign.poolId, window.id)
  const outcome = windowOutcome(checks, {
    checks: campaign.windowChecks!,
    failAt: campaign.windowFailAt!,
  })
  if (outcome === 'passed') return acceptWindow(ctx, campaign, window, 'checks')
  if (outcome === 'failed') {
    const failed = checks.filter((check) => check.gold && !check.passed)
    await failWindow(ctx, campaign, window, FAILED, 'checks', {
      answered: checks.length,
      failed: checks.filter((check) => !check.passed).length,
      failedGolds: failed.length,
      needed: LEAST_FAILED_GOLDS,
      tasks: failed.map((check) => check.taskId),
    })
  }
  return 0
}
