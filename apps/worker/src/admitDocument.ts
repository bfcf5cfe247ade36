import type { BlobStore, Ctx } from '@rowright/db'
import { admissible, markAdmitted } from '@rowright/pipeline/collect'
import { admit, countDuplicate, prepareDocument } from '@rowright/pipeline/item'
import { feed } from '@rowright/pipeline/labeling'
import { RowrightError } from '@rowright/protocol'

/**
 * Makes an item of a document whose pay is final: prepared by its collection's recipe, through the same quarantine as
 * an upload, and a task where the collection feeds a campaign. [CLT-31, ITM-5, ITM-11, LAB-29] A page that the pool has
 * already, with the same words, stays a contribution.
 */
export async function admitDocument(
  ctx: Ctx,
  blobs: BlobStore,
  at: { poolId: string; leaseId: string },
): Promise<void> {
  const found = await admissible(ctx, blobs, at)
  if (!found) return
  const of = { poolId: at.poolId, collectionId: found.campaignId }
  if ('repeats' in found) return countDuplicate(ctx, of, true)
  const { payload, toLabel, recipe } = await prepareDocument(ctx, of, found.payload)
  if (!payload) return
  const provenance = { ...found.provenance, collection: found.campaignId, recipe, toLabel }
  const rows = [{ externalId: found.provenance.url, payload, line: 1 }]
  try {
    const giverId = found.personId
    const [itemId] = await admit(ctx, blobs, { poolId: at.poolId, giverId, provenance, rows })
    await markAdmitted(ctx, at, itemId!)
  } catch (error) {
    if (!(error instanceof RowrightError) || error.code !== 'item/duplicate') throw error
    ctx.log.info('a collected page is in the pool already', at)
    return countDuplicate(ctx, of, true)
  }
  await countDuplicate(ctx, of, false)
  await feed(ctx, of)
}
