import type { Deployment } from '@rowright/chain'
import { closeCampaign, refund, type Sender, settleCampaign } from '@rowright/chain/post'
import { type Ctx, type Database, withTx } from '@rowright/db'
import { committedOf, type EndStep, endSteps, fundersToRefund } from '@rowright/pipeline/pool'
import { openRejections } from '@rowright/pipeline/settlement'
import { uuidToBytes32 } from '@rowright/protocol'
import { ignoring } from './ignoring.ts'

const SYSTEM = { kind: 'system', name: 'refunds' } as const

/**
 * Takes campaigns that left something over to their end on chain: closed, settled (what was earned is attested,
 * as soon as no rejection can be appealed any more), and, when the requester has asked, paid back to each funder. [SETTLE-7]
 */
export async function sendEnds(
  database: Database,
  at: Deployment,
  { poster, relayer }: { poster: Sender; relayer: Sender },
): Promise<number> {
  const steps = await withTx(database, SYSTEM, endSteps)
  let sent = steps.length
  for (const step of steps) {
    const of = { poolId: step.chainPoolId, campaignId: uuidToBytes32(step.campaignId) }
    if (step.step === 'close') await ignoring('CampaignIsClosed', closeCampaign(poster, at, of))
    if (step.step === 'settle') {
      const committed = await withTx(database, SYSTEM, (ctx) => finallyCommitted(ctx, step))
      if (committed === null) sent -= 1
      else await ignoring('AlreadySettled', settleCampaign(poster, at, { ...of, committed }))
    }
    if (step.step === 'refund') await refundAll(database, at, relayer, step, of)
  }
  return sent
}

/** What was earned; null while a rejection can still be appealed: then nobody knows it yet. */
const finallyCommitted = async (ctx: Ctx, of: { poolId: string; campaignId: string }) =>
  (await openRejections(ctx, of)) === null ? committedOf(ctx, of.poolId, of.campaignId) : null

async function refundAll(
  database: Database,
  at: Deployment,
  relayer: Sender,
  { poolId, campaignId }: EndStep,
  of: { poolId: `0x${string}`; campaignId: `0x${string}` },
): Promise<void> {
  const funders = await withTx(database, SYSTEM, (ctx) => fundersToRefund(ctx, poolId, campaignId))
  for (const funder of funders) await ignoring('NothingToRefund', refund(relayer, at, { ...of, funder }))
}
