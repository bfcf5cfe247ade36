import { type Ctx, emit } from '@rowright/db'
import { refit } from '../consensus/index.ts'
import { endCampaign } from '../labeling/index.ts'
import { type Campaign, getCampaign, markSettled } from '../pool/index.ts'
import { closeWindows } from './closeWindows.ts'
import { campaignStillOpen, stillReserved } from './errors.ts'
import { judge } from './judge.ts'
import { lockSettlement, reservedCount } from './store.ts'

export interface Settled {
  /** True when another call had settled it before. */
  repeated: boolean
  accepted: number
  rejected: number
  /** Answers whose pay is held for the labelers' next campaign of the pool. */
  carried: number
  results: number
}

/**
 * Gives a closed campaign its last verdicts and results; what was committed and not earned stays in its budget. [SET-15]
 * @throws RowrightError `settlement/campaign-open`; `settlement/still-reserved` (try again).
 */
export async function settleCampaign(
  ctx: Ctx,
  input: { poolId: string; campaignId: string },
): Promise<Settled> {
  const { poolId, campaignId } = input
  await lockSettlement(ctx, poolId, campaignId)
  const campaign = await getCampaign(ctx, poolId, campaignId)
  if (campaign.status !== 'closed') throw campaignStillOpen(campaign.status)
  if (campaign.settledAt) return { repeated: true, accepted: 0, rejected: 0, carried: 0, results: 0 }

  await endCampaign(ctx, poolId, campaignId)
  const reserved = await reservedCount(ctx, poolId, campaignId)
  if (reserved > 0) throw stillReserved(reserved)
  const judged = await judge(ctx, input)
  const { results } = await refit(ctx, input)
  const closed =
    campaign.windowChecks === null ? { accepted: 0, carried: 0 } : await closeCheckedWindows(ctx, campaign)
  const accepted = judged.accepted + closed.accepted
  const { rejected } = judged
  const { carried } = closed
  await markSettled(ctx, poolId, campaignId)
  await emit(ctx, 'campaign.settled', poolId, { campaignId, accepted, rejected, carried, results })
  return { repeated: false, accepted, rejected, carried, results }
}

/** The last refit may have made ordinary tasks sure enough to check somebody: they are looked at once more. */
async function closeCheckedWindows(ctx: Ctx, campaign: Campaign) {
  const { accepted } = await judge(ctx, { poolId: campaign.poolId, campaignId: campaign.id })
  const closed = await closeWindows(ctx, campaign)
  return { accepted: accepted + closed.accepted, carried: closed.carried }
}
