import type { BlobStore, Ctx } from '@rowright/db'
import { type CollectResult, resultSchema } from '@rowright/protocol'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { contribution } from './contribution.sql.ts'
import { type ProvenanceLevel, provenanceLevel } from './provenance.ts'

/** A verified, unique document on its way to become an item of the pool. */
export interface Admissible {
  leaseId: string
  campaignId: string
  personId: string
  /** What labelers and buyers see. */
  payload: Record<string, unknown>
  /** Whence it is, how far to believe it, and the source's rights beside the contributor's. [CLT-31] */
  provenance: {
    kind: 'collected'
    url: string
    observedAt: string
    level: ProvenanceLevel
    client: string
    lease: string
    sourceRights: unknown
  }
}

/** A true document that repeats one the pool has. [CLT-10] */
export interface Repetition {
  repeats: string
  campaignId: string
}

/** A page that is as it was. [CLT-54] */
export interface SeenAgain {
  /** Its address. */
  again: string
  leaseId: string
  campaignId: string
  observedAt: Date
}

/**
 * The documents of contributions whose pay is final, in the order of their leases; what is none, or is an item already, is
 * left out.
 */
export async function admissible(
  ctx: Ctx,
  blobs: BlobStore,
  at: { poolId: string; leaseIds: readonly string[] },
): Promise<(Admissible | Repetition | SeenAgain)[]> {
  const rows = await ctx.tx
    .select()
    .from(contribution)
    .where(and(eq(contribution.poolId, at.poolId), inArray(contribution.leaseId, [...at.leaseIds])))
    .orderBy(contribution.leaseId)
    .for('update')
  const ready = rows.filter(
    ({ itemId, canary, state }) =>
      itemId === null && !canary && (state === 'trusted' || state === 'confirmed'),
  )
  const found = await Promise.all(ready.map((row) => documentOf(blobs, row)))
  return found.filter((one) => one !== null)
}

async function documentOf(
  blobs: BlobStore,
  row: typeof contribution.$inferSelect,
): Promise<Admissible | Repetition | SeenAgain | null> {
  if (row.unchanged) {
    const { leaseId, campaignId, url, observedAt } = row
    return { again: url, leaseId, campaignId, observedAt }
  }
  if (row.repeats !== null) return { repeats: row.repeats, campaignId: row.campaignId }
  const text = Buffer.from(await blobs.get(row.blob)).toString('utf8')
  const { document, client }: CollectResult = resultSchema.parse(JSON.parse(text))
  if (!document) return null
  const known = { signed: true, trusted: true, confirmed: row.state === 'confirmed' }
  return {
    leaseId: row.leaseId,
    campaignId: row.campaignId,
    personId: row.personId,
    payload: {
      type: 'page',
      url: row.url,
      source: new URL(row.url).hostname,
      ...(document.title === undefined ? {} : { title: document.title }),
      ...(document.language === undefined ? {} : { language: document.language }),
      ...(document.publishedAt === undefined ? {} : { publishedAt: document.publishedAt }),
      text: document.text,
    },
    provenance: {
      kind: 'collected',
      url: row.url,
      observedAt: row.observedAt.toISOString(),
      level: provenanceLevel(known),
      client,
      lease: row.leaseId,
      sourceRights: row.sourceRights,
    },
  }
}

export const markAdmitted = (
  ctx: Ctx,
  poolId: string,
  admitted: readonly { leaseId: string; itemId: string }[],
) =>
  ctx.tx.execute(sql`update contribution k set item_id = a.item_id
    from unnest(${sql.param(admitted.map((one) => one.leaseId))}::uuid[], ${sql.param(admitted.map((one) => one.itemId))}::uuid[]) as a(lease_id, item_id)
    where k.pool_id = ${poolId} and k.lease_id = a.lease_id`)
