import type { BlobStore, Ctx } from '@rowright/db'
import {
  type Admissible,
  admissible,
  markAdmitted,
  type Repetition,
  type SeenAgain,
} from '@rowright/pipeline/collect'
import {
  admit,
  alreadyIn,
  countDuplicates,
  currentPages,
  prepareDocuments,
  sameContent,
  seenAgain,
  supersede,
} from '@rowright/pipeline/item'
import { feed, setAside } from '@rowright/pipeline/labeling'

/**
 * Makes items of documents whose pay is final: prepared by their collection's recipe, through the same quarantine as an
 * upload, and tasks where the collection feeds a campaign. [CLT-31, ITM-5, ITM-11, LAB-29] What the pool has already, by
 * address or with the same words, stays a contribution; a newer version of a page supersedes the old one. [CLT-54]
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
  found: readonly (Admissible | Repetition | SeenAgain)[],
): Promise<void> {
  const again = found.filter((one) => 'again' in one)
  const documents = newestOf(found.filter((one) => 'payload' in one))
  const payloads = documents.map((one) => one.payload)
  const prepared = await prepareDocuments(ctx, of, payloads)
  const kept = documents.flatMap((document, place) => {
    const { payload, toLabel, recipe } = prepared[place]!
    if (!payload) return []
    const provenance = { ...document.provenance, collection: of.collectionId, recipe, toLabel }
    return [{ document, row: { externalId: document.provenance.url, payload, provenance, line: place + 1 } }]
  })
  const versions = await placeVersions(ctx, of.poolId, kept)
  const rows = versions.map(({ row }) => row)
  const there = await alreadyIn(ctx, of.poolId, rows)
  const fresh = versions.filter((_, place) => !there.has(place))
  const repeated = found.filter((one) => 'repeats' in one).length
  const known = kept.length - versions.length
  await countDuplicates(ctx, of, { there: there.size + repeated + known, new: fresh.length })
  for (const [giverId, given] of Map.groupBy(fresh, ({ document }) => document.personId)) {
    const input = { poolId: of.poolId, giverId, provenance: { kind: 'collected' } }
    const itemIds = await admit(ctx, blobs, { ...input, rows: given.map(({ row }) => row) })
    const admitted = given.map(({ document }, at) => ({
      leaseId: document.leaseId,
      itemId: itemIds[at]!,
    }))
    await markAdmitted(ctx, of.poolId, admitted)
  }
  await noteSeen(ctx, of.poolId, again)
  if (fresh.length > 0) await feed(ctx, of)
}

/** Of several versions of one page the newest: the others were overtaken before they became items. */
function newestOf(documents: readonly Admissible[]): Admissible[] {
  const newest = new Map<string, Admissible>()
  for (const one of documents) {
    const { url, observedAt } = one.provenance
    const other = newest.get(url)
    if (!other || other.provenance.observedAt < observedAt) newest.set(url, one)
  }
  return [...newest.values()]
}

interface Kept {
  document: Admissible
  row: {
    externalId: string
    payload: Record<string, unknown>
    provenance: Record<string, unknown>
    line: number
  }
}

/** Makes room for new versions of pages, and notes those that are what is there. @returns what is to be admitted. [CLT-54] */
async function placeVersions(ctx: Ctx, poolId: string, kept: readonly Kept[]): Promise<Kept[]> {
  const current = await currentPages(
    ctx,
    poolId,
    kept.map(({ row }) => row.externalId),
  )
  const old: string[] = []
  const versions: Kept[] = []
  for (const one of kept) {
    const page = current.get(one.row.externalId)
    const observedAt = new Date(one.document.provenance.observedAt)
    if (page && sameContent(page, one.row.payload)) {
      await seenAgain(ctx, { poolId, itemId: page.itemId, observedAt })
      await markAdmitted(ctx, poolId, [{ leaseId: one.document.leaseId, itemId: page.itemId }])
    } else if (!page || page.observedAt < observedAt) {
      if (page) old.push(page.itemId)
      versions.push(one)
    }
  }
  await supersede(ctx, poolId, old)
  if (old.length > 0) await setAside(ctx, { poolId, itemIds: old }, 'superseded')
  return versions
}

/** Pages that are as they were: their items were seen again. [CLT-54] */
async function noteSeen(ctx: Ctx, poolId: string, again: readonly SeenAgain[]): Promise<void> {
  const current = await currentPages(
    ctx,
    poolId,
    again.map((one) => one.again),
  )
  for (const { again: url, observedAt, leaseId } of again) {
    const page = current.get(url)
    if (!page) continue
    await seenAgain(ctx, { poolId, itemId: page.itemId, observedAt })
    await markAdmitted(ctx, poolId, [{ leaseId, itemId: page.itemId }])
  }
}
