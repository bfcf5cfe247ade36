import type { BlobStore, Ctx } from '@rowright/db'
import { type Admissible, admissible, markAdmitted, type Repetition } from '@rowright/pipeline/collect'
import { admit, alreadyIn, countDuplicates, prepareDocuments } from '@rowright/pipeline/item'
import { feed } from '@rowright/pipeline/labeling'

/**
 * Makes items of documents whose pay is final: prepared by their collection's recipe, through the same quarantine as an
 * upload, and tasks where the collection feeds a campaign. [CLT-31, ITM-5, ITM-11, LAB-29] What the pool has already, by
 * address or with the same words, stays a contribution.
 */
export async function admitDocuments(
  ctx: Ctx,
  blobs: BlobStore,
  at: { poolId: string; leaseIds: readonly string[] },
): Promise<void> {
  const found = await admissible(ctx, blobs, at)
  const byCollection = Map.groupBy(found, (one) => one.campaignId)
  for (const [collectionId, some] of [...byCollection].sort(([a], [b]) => (a < b ? -1 : 1)))
    await admitOf(ctx, blobs, { poolId: at.poolId, collectionId }, some)
}

async function admitOf(
  ctx: Ctx,
  blobs: BlobStore,
  of: { poolId: string; collectionId: string },
  found: readonly (Admissible | Repetition)[],
): Promise<void> {
  const documents = found.filter((one) => 'payload' in one)
  const payloads = documents.map((one) => one.payload)
  const prepared = await prepareDocuments(ctx, of, payloads)
  const kept = documents.flatMap((document, place) => {
    const { payload, toLabel, recipe } = prepared[place]!
    if (!payload) return []
    const provenance = { ...document.provenance, collection: of.collectionId, recipe, toLabel }
    return [{ document, row: { externalId: document.provenance.url, payload, provenance, line: place + 1 } }]
  })
  const rows = kept.map(({ row }) => row)
  const there = await alreadyIn(ctx, of.poolId, rows)
  const fresh = kept.filter((_, place) => !there.has(place))
  const repeated = found.length - documents.length
  await countDuplicates(ctx, of, { there: there.size + repeated, new: fresh.length })
  for (const [giverId, given] of Map.groupBy(fresh, ({ document }) => document.personId)) {
    const input = { poolId: of.poolId, giverId, provenance: { kind: 'collected' } }
    const itemIds = await admit(ctx, blobs, { ...input, rows: given.map(({ row }) => row) })
    const admitted = given.map(({ document }, at) => ({
      leaseId: document.leaseId,
      itemId: itemIds[at]!,
    }))
    await markAdmitted(ctx, of.poolId, admitted)
  }
  if (fresh.length > 0) await feed(ctx, of)
}
