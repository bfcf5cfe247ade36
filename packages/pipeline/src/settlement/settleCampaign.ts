import { type Ctx, emit } from '@rowright/db'
import { refit } from '../consensus/index.ts'
import { endCampaign } from '../labeling/index.ts'
import { getCampaign, markSettled } from '../pool/index.ts'
import { campaignStillOpen, stillReserved } from './errors.ts'
import { judge } from './judge.ts'
import { lockSettlement, reservedCount } from './store.ts'

export interface Settled {
  /** True when another call had settled it before. */
  repeated: boolean
  accepted: number
  rejected: number
  results: number
}

/**
 * Gives a closed campaign its last verdicts and results; what was committed and not earned stays in its budget. [SET-6]
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
  if (campaign.settledAt) return { repeated: true, accepted: 0, rejected: 0, results: 0 }

  await endCampaign(ctx, poolId, campaignId)
  const reserved = await reservedCount(ctx, poolId, campaignId)
  if (reserved > 0) throw stillReserved(reserved)
  const { accepted, rejected } = await judge(ctx, input)
  const { results } = await refit(ctx, input)
  await markSettled(ctx, poolId, campaignId)
  await emit(ctx, 'campaign.settled', poolId, { campaignId, accepted, rejected, results })
  return { repeated: false, accepted, rejected, results }
}
