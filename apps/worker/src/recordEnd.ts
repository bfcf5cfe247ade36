import type { ChainEvent } from '@rowright/chain'
import type { Ctx } from '@rowright/db'
import { poolByChainId, recordClosed, recordRefund, recordSettled, recordVeto } from '@rowright/pipeline/pool'
import { bytes32ToUuid } from '@rowright/protocol'

type EndEvent = Extract<
  ChainEvent,
  { name: 'CampaignClosed' | 'CampaignSettled' | 'SettlementVetoed' | 'CampaignRefunded' }
>

const timeOf = (seconds: bigint) => new Date(Number(seconds) * 1000)

/** Records a step of a campaign's end, once. [FOL-1] */
export async function recordEnd(
  ctx: Ctx,
  event: EndEvent,
  place: { transaction: string; logIndex: number; blockNumber: number },
): Promise<void> {
  const poolId = await poolByChainId(ctx, event.args.poolId)
  const campaignId = bytes32ToUuid(event.args.campaignId)
  if (!poolId || !campaignId) return
  const of = { poolId, campaignId, ...place }
  if (event.name === 'CampaignClosed')
    await recordClosed(ctx, { ...of, settleableAt: timeOf(event.args.settleableAt) })
  if (event.name === 'CampaignSettled') {
    const { committed, refundable, refundableAt } = event.args
    await recordSettled(ctx, { ...of, committed, refundable, refundableAt: timeOf(refundableAt) })
  }
  if (event.name === 'SettlementVetoed') await recordVeto(ctx, of)
  if (event.name === 'CampaignRefunded') {
    const { funder, amount } = event.args
    await recordRefund(ctx, { ...of, funder, amount })
  }
}
