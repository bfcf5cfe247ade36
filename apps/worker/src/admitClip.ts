import type { BlobStore, Ctx } from '@rowright/db'
import { markClip, permittedClip } from '@rowright/pipeline/collect'
import { admit, alreadyIn, quarantinedAmong } from '@rowright/pipeline/item'
import { feed } from '@rowright/pipeline/labeling'

/**
 * Makes an item of a clip whose source permits it, by its giver's word alone (L0): through the same quarantine as an
 * upload, and a task where the collection feeds a campaign. [CLT-36, CLT-38, ITM-5, LAB-29]
 */
export async function admitClip(
  ctx: Ctx,
  blobs: BlobStore,
  at: { poolId: string; clipId: string },
): Promise<void> {
  const clip = await permittedClip(ctx, blobs, at)
  if (!clip) return
  const { poolId } = at
  const { externalId, payload, provenance } = clip
  const row = { externalId, payload, provenance, line: 1 }
  if ((await alreadyIn(ctx, poolId, [row])).size > 0) await markClip(ctx, { ...at, state: 'known' })
  else {
    const [itemId] = await admit(ctx, blobs, { poolId, giverId: clip.personId, provenance, rows: [row] })
    const held = (await quarantinedAmong(ctx, poolId, [itemId!])).size > 0
    await markClip(ctx, { ...at, state: held ? 'held' : 'taken', itemId: itemId! })
    await feed(ctx, { poolId, collectionId: clip.campaignId })
  }
}
