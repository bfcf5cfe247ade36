import type { Ctx } from '@rowright/db'
import { lockAgainstEpoch } from '../ledger/index.ts'
import { getCampaign } from '../pool/index.ts'
import { currentWindow, judgeLabeler } from './judgeLabeler.ts'
import { type Judged, judgeWithout } from './judgeWithout.ts'
import { recordPeerChecks } from './recordChecks.ts'
import { labelersOf } from './store.ts'

/**
 * Decides what can be decided of a campaign's submitted answers: of one labeler, or of all. [SET-1..SET-11]
 * Each is decided and paid once, however many workers judge at once.
 */
export async function judge(
  ctx: Ctx,
  input: { poolId: string; campaignId: string; personId?: string },
): Promise<Judged> {
  await lockAgainstEpoch(ctx)
  const campaign = await getCampaign(ctx, input.poolId, input.campaignId)
  if (campaign.windowChecks === null) return judgeWithout(ctx, campaign, input.personId)
  const { personId } = input
  if (personId !== undefined) return { accepted: await judgeLabeler(ctx, campaign, personId), rejected: 0 }

  const persons = await labelersOf(ctx, input)
  for (const labeler of persons) await currentWindow(ctx, campaign, labeler)
  await recordPeerChecks(ctx, campaign)
  let accepted = 0
  for (const labeler of persons) accepted += await judgeLabeler(ctx, campaign, labeler)
  return { accepted, rejected: 0 }
}
