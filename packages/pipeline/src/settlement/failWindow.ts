import type { Ctx } from '@rowright/db'
import { setStanding } from '../labeling/index.ts'
import type { Campaign } from '../pool/index.ts'
import { hold } from './hold.ts'
import { type OpenWindow, updateWindow } from './windowStore.ts'

/** Why a window failed: the control tasks in it, or of the campaign where there are no windows. */
export const FAILED = 'failed-control-tasks'

/** Seconds in which a rejection can be appealed. Without windows the hold says when a labeler is judged. [SET-16, SET-27] */
export const appealSecondsOf = (
  campaign: Pick<Campaign, 'windowChecks' | 'holdSeconds' | 'appealSeconds'>,
) => (campaign.windowChecks === null ? campaign.appealSeconds : (campaign.holdSeconds ?? 0))

/** A rejection that can be appealed until its time has passed; its pay is held. [SET-16] */
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
    appealUntil: new Date(ctx.now().getTime() + appealSecondsOf(campaign) * 1000),
  })
  await setStanding(ctx, {
    poolId: campaign.poolId,
    campaignId: campaign.id,
    personId: window.personId,
    eligible: reasonCode === FAILED ? 'failed-gold' : 'found-bad',
  })
}
