import type { Ctx } from '@rowright/db'
import { setStanding } from '../labeling/index.ts'
import type { Campaign } from '../pool/index.ts'
import { hold } from './hold.ts'
import { type OpenWindow, updateWindow } from './windowStore.ts'

/** Seconds in which a rejection can be appealed where a campaign has no windows: its own hold says when it judges. */
const HOLD_SECONDS = 72 * 3_600

const holdOf = ({ windowChecks, holdSeconds }: Campaign): number =>
  windowChecks === null ? HOLD_SECONDS : (holdSeconds ?? 0)

/** A rejection that can be appealed until the campaign's hold has passed; its pay is held. [SET-16] */
export async function failWindow(
  ctx: Ctx,
  campaign: Campaign,
  window: OpenWindow,
  reasonCode: string,
  decidedBy: string,
  evidence: unknown,
): Promise<void> {
  await hold(ctx, campaign.poolId, window.id)
  await updateWindow(ctx, campaign.poolId, window.id, {
    state: 'failed',
    decidedBy,
    reasonCode,
    evidence,
    appealUntil: new Date(ctx.now().getTime() + holdOf(campaign) * 1000),
  })
  await setStanding(ctx, {
    poolId: campaign.poolId,
    campaignId: campaign.id,
    personId: window.personId,
    eligible: reasonCode === 'failed-control-tasks' ? 'failed-gold' : 'found-bad',
  })
}
