import type { BlobStore, Ctx } from '@rowright/db'
import { admissible, markAdmitted } from '@rowright/pipeline/collect'
import { admit } from '@rowright/pipeline/item'
import { RowrightError } from '@rowright/protocol'

/**
 * Makes an item of a document whose pay is final, through the same quarantine as an upload. [CLT-31, ITM-5] A page that
 * the pool has already, with the same words, stays a contribution.
 */
export async function admitDocument(
  ctx: Ctx,
  blobs: BlobStore,
  at: { poolId: string; leaseId: string },
): Promise<void> {
  const found = await admissible(ctx, blobs, at)
  if (!found) return
  const { payload, provenance, personId } = found
  const rows = [{ externalId: provenance.url, payload, line: 1 }]
  try {
    const [itemId] = await admit(ctx, blobs, {
      poolId: at.poolId,
      giverId: personId,
      provenance: { ...provenance },
      rows,
    })
    await markAdmitted(ctx, at, itemId!)
  } catch (error) {
    if (!(error instanceof RowrightError) || error.code !== 'item/duplicate') throw error
    ctx.log.info('a collected page is in the pool already', at)
  }
}
