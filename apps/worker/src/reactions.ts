import type { BlobStore, Ctx, OutboxEvent } from '@rowright/db'
import { endCollection, queueUrls } from '@rowright/pipeline/collect'
import { recompute } from '@rowright/pipeline/consensus'
import { askEditions, askEditionsOf } from '@rowright/pipeline/export'
import { isBlobInUse, purge, supersede } from '@rowright/pipeline/item'
import { awaitReading, bringBack, openSlots, setAside } from '@rowright/pipeline/labeling'
import { raiseFlag } from '@rowright/pipeline/people'
import { COLLECT, getCampaign } from '@rowright/pipeline/pool'
import { settleCampaign } from '@rowright/pipeline/settlement'
import { admitClip } from './admitClip.ts'
import { admitDocuments } from './admitDocuments.ts'
import { closeNow } from './closeEpoch.ts'

/**
 * Everything that happens because something else happened. Each reaction runs in the transaction that marks its event
 * handled, and may run again after a crash: all are idempotent.
 */
export function reactions(blobs: BlobStore): (ctx: Ctx, event: OutboxEvent) => Promise<void> {
  const campaignOf = (event: OutboxEvent) => ({
    poolId: event.poolId!,
    campaignId: String(event.payload.campaignId),
  })
  return async (ctx, event) => {
    switch (event.topic) {
      // Money arrived: as many slots as it pays for.
      case 'campaign.funded': {
        const { poolId, campaignId } = campaignOf(event)
        const campaign = await getCampaign(ctx, poolId, campaignId)
        if (campaign.taskType === COLLECT) await queueUrls(ctx, campaign)
        else if (campaign.status === 'open') await openSlots(ctx, campaign)
        return
      }
      // No more answers: last verdicts, last results.
      case 'campaign.closed': {
        const closed = campaignOf(event)
        const { taskType } = await getCampaign(ctx, closed.poolId, closed.campaignId)
        if (taskType === COLLECT) await endCollection(ctx, closed)
        else await settleCampaign(ctx, closed)
        return
      }
      case 'contribution.final':
        return admitDocuments(ctx, blobs, {
          poolId: event.poolId!,
          leaseIds: event.payload.leaseIds as string[],
        })
      // Who brought it is not believed any more: it is in no further release. [CLT-7]
      case 'contributions.withdrawn': {
        const poolId = event.poolId!
        const itemIds = event.payload.itemIds as string[]
        await supersede(ctx, poolId, itemIds)
        await setAside(ctx, { poolId, itemIds }, 'withdrawn')
        return
      }
      case 'clip.permitted':
        return admitClip(ctx, blobs, { poolId: event.poolId!, clipId: String(event.payload.clipId) })
      // An item, or refused: what was sent is kept no longer.
      case 'clip.settled':
        return blobs.delete(String(event.payload.blob))
      case 'task.reported':
        await raiseFlag(ctx, {
          kind: 'task-reported',
          subject: String(event.payload.taskId),
          evidence: { poolId: event.poolId, ...event.payload },
        })
        return
      case 'items.quarantined':
        if (Number(event.payload.sensitive) === 0) return
        await raiseFlag(ctx, {
          kind: 'quarantine-waits',
          subject: event.poolId!,
          evidence: { poolId: event.poolId, ...event.payload },
        })
        return
      // Fit to be seen: its tasks are work again, in each campaign.
      case 'item.released': {
        const of = { poolId: event.poolId!, itemIds: [String(event.payload.itemId)] }
        for (const campaignId of await bringBack(ctx, of, ['quarantined'])) {
          const campaign = await getCampaign(ctx, of.poolId, campaignId)
          await awaitReading(ctx, campaign, of)
          if (campaign.status === 'open') await openSlots(ctx, campaign)
        }
        return
      }
      case 'item.withdrawn': {
        const { itemId, blob } = event.payload
        await setAside(ctx, { poolId: event.poolId!, itemIds: [String(itemId)] }, 'withdrawn')
        if (typeof blob === 'string' && !(await isBlobInUse(ctx, blob))) await blobs.delete(blob)
        return
      }
      // A source asked that it goes: its items leave every task and release, the texts that nodes brought go too.
      case 'source.taken-down': {
        const {
          itemIds,
          by,
          blobs: texts,
        } = event.payload as { itemIds: string[]; by: string; blobs: string[] }
        await purge(ctx, { poolId: event.poolId!, itemIds, by })
        for (const text of texts) await blobs.delete(text)
        return
      }
      case 'item.payload-missing':
        await raiseFlag(ctx, {
          kind: 'payload-missing',
          subject: String(event.payload.taskId),
          evidence: { poolId: event.poolId, ...event.payload },
        })
        return
      // A steward's word on an account: its answers speak no more, or again.
      case 'account.judged':
        await recompute(ctx, campaignOf(event))
        return
      case 'epoch.asked':
        await closeNow(ctx, blobs)
        return
      // What licensees may have differs by use: asked for before they wait for it.
      case 'release.published':
      case 'license.recorded':
        return askEditions(ctx, event.poolId!)
      case 'address.attached':
        return askEditionsOf(ctx, String(event.payload.personId))
      // Facts that later rooms will react to, and a hint that the follower, which looks twice a second, does not need.
      case 'chain.look':
      case 'collection.opened':
      case 'campaign.settled':
      case 'campaign.raised':
      case 'consent.revoked':
      case 'results.corrected':
      case 'epoch.closed':
        return
      default:
        ctx.log.warn('an event that nothing reacts to', { topic: event.topic })
    }
  }
}
