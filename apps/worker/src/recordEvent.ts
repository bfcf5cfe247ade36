import type { ChainEvent, Deployment } from '@rowright/chain'
import { type Ctx, emit } from '@rowright/db'
import { recordChainRevocation, recordRevocationEpoch } from '@rowright/pipeline/consent'
import { closeOffer, record, recordAck, recordOffer } from '@rowright/pipeline/license'
import { poolByChainId, recordFunding, recordPoolCreated } from '@rowright/pipeline/pool'
import { recordSnapshot } from '@rowright/pipeline/release'
import { markActivated, markPosted, recordClaim } from '@rowright/pipeline/reward'
import { bytes32ToUuid } from '@rowright/protocol'
import { recordEnd } from './recordEnd.ts'
import { recordTerms } from './recordTerms.ts'

/**
 * Records what one event says, once: every verb it calls has a unique row of the event behind it. [FOL-1]
 * @param times times of the blocks of purchases and of revocation epochs.
 * @param graceSeconds how long licensees have to acknowledge one.
 */
export async function recordEvent(
  ctx: Ctx,
  at: Deployment,
  event: ChainEvent,
  times: Map<bigint, Date>,
  graceSeconds: number,
): Promise<void> {
  const place = {
    transaction: event.transactionHash,
    logIndex: event.logIndex,
    blockNumber: Number(event.blockNumber),
  }
  const ours = (token: string) => token.toLowerCase() === at.token.toLowerCase()
  switch (event.name) {
    case 'PoolCreated': {
      const poolId = bytes32ToUuid(event.args.salt)
      if (!poolId || !ours(event.args.token)) return
      const created = { poolId, owner: event.args.owner, chainPoolId: event.args.poolId }
      if (await recordPoolCreated(ctx, created)) await recordTerms(ctx, event, place)
      return
    }
    case 'ChangeScheduled':
    case 'ChangeCanceled':
    case 'TermsChanged':
    case 'PoolTransferred':
      return recordTerms(ctx, event, place)
    case 'CampaignFunded': {
      const poolId = await poolByChainId(ctx, event.args.poolId)
      const campaignId = bytes32ToUuid(event.args.campaignId)
      if (!poolId || !campaignId || !ours(event.args.token)) return
      const { funder, amount } = event.args
      if (await recordFunding(ctx, { ...place, poolId, campaignId, funder, amount }))
        await emit(ctx, 'campaign.funded', poolId, { campaignId })
      return
    }
    case 'CampaignClosed':
    case 'CampaignSettled':
    case 'SettlementVetoed':
    case 'CampaignRefunded':
      return recordEnd(ctx, event, place)
    case 'OfferAdded': {
      const poolId = await poolByChainId(ctx, event.args.poolId)
      if (!poolId) return
      const { offerId, price, duration, purposes, licenseeClass, termsHash, treasuryBps, sourceBps } =
        event.args
      await recordOffer(ctx, {
        poolId,
        offerId: String(offerId),
        price,
        durationSeconds: Number(duration),
        purposeMask: purposes,
        licenseeClass,
        termsHash: termsHash.slice(2),
        treasuryBps,
        sourceBps,
        blockNumber: place.blockNumber,
      })
      return
    }
    case 'OfferClosed':
      return closeOffer(ctx, { offerId: String(event.args.offerId), blockNumber: place.blockNumber })
    case 'LicensePurchased': {
      const poolId = await poolByChainId(ctx, event.args.poolId)
      if (!poolId) return
      const { licenseId, offerId, licensee, payer, price, treasury, contributors, expiresAt } = event.args
      await record(ctx, {
        ...place,
        poolId,
        licenseId: String(licenseId),
        offerId: String(offerId),
        licensee,
        payer,
        price,
        treasury,
        contributors,
        expiresAt: new Date(Number(expiresAt) * 1000),
        boughtAt: times.get(event.blockNumber)!,
      })
      return
    }
    case 'SnapshotPublished': {
      const poolId = await poolByChainId(ctx, event.args.poolId)
      const { manifestRoot } = event.args
      if (poolId) await recordSnapshot(ctx, { poolId, manifestRoot, transaction: event.transactionHash })
      return
    }
    case 'RootPosted': {
      const { epoch, root, activatesAt } = event.args
      await markPosted(ctx, {
        ...place,
        epoch: Number(epoch),
        root,
        activatesAt: new Date(Number(activatesAt) * 1000),
      })
      return
    }
    case 'RootActivated':
      await markActivated(ctx, {
        epoch: Number(event.args.epoch),
        root: event.args.root,
        blockNumber: place.blockNumber,
      })
      return
    case 'Claimed': {
      const { account, token, amount, cumulative } = event.args
      if (ours(token)) await recordClaim(ctx, { ...place, address: account, amount, cumulative })
      return
    }
    case 'RevocationEpochOpened': {
      const poolId = await poolByChainId(ctx, event.args.poolId)
      if (!poolId) return
      const openedAt = times.get(event.blockNumber)!
      return recordRevocationEpoch(ctx, {
        ...place,
        poolId,
        epoch: Number(event.args.epoch),
        root: event.args.root,
        count: Number(event.args.count),
        openedAt,
        lapsesAt: new Date(openedAt.getTime() + graceSeconds * 1000),
      })
    }
    case 'RevocationsAcknowledged':
      return recordAck(ctx, {
        ...place,
        licenseId: String(event.args.licenseId),
        epoch: Number(event.args.epoch),
      })
    case 'ConsentRevoked':
      return recordChainRevocation(ctx, {
        lock: event.args.lock,
        transaction: event.transactionHash,
        blockNumber: place.blockNumber,
      })
    default:
      return
  }
}
