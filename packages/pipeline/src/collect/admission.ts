import type { BlobStore, Ctx } from '@rowright/db'
import { type CollectResult, resultSchema } from '@rowright/protocol'
import { and, eq } from 'drizzle-orm'
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

/** The document of a contribution whose pay is final; null when it is none, or is an item already. */
export async function admissible(
  ctx: Ctx,
  blobs: BlobStore,
  at: { poolId: string; leaseId: string },
): Promise<Admissible | Repetition | null> {
  const [row] = await ctx.tx
    .select()
    .from(contribution)
    .where(and(eq(contribution.poolId, at.poolId), eq(contribution.leaseId, at.leaseId)))
    .for('update')
  if (!row || row.itemId !== null) return null
  if (row.state !== 'trusted' && row.state !== 'confirmed') return null
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

export const markAdmitted = (ctx: Ctx, at: { poolId: string; leaseId: string }, itemId: string) =>
  ctx.tx
    .update(contribution)
    .set({ itemId })
    .where(and(eq(contribution.poolId, at.poolId), eq(contribution.leaseId, at.leaseId)))
