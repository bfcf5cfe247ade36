import type { Ctx } from '@rowright/db'
import type { CollectResult } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import { type Prints, type packed, printsOf } from './prints.ts'

/** Of a lease's pay, what an unchanged page pays. [CLT-51] */
const UNCHANGED_PPM = 200_000n
export const unchangedPayOf = (pay: bigint): bigint => (pay * UNCHANGED_PPM) / 1_000_000n

/** What is known of a page that is asked for again. */
export interface Known {
  /** Lease of its last contribution that is believed. */
  known: string
  etag: string | null
  lastModified: string | null
}

/**
 * Of these pages those that somebody brought and nobody doubts, by id. What only one node's word ties to its text is asked
 * for in full: a 304 would speak for a text that nobody else saw. [CLT-51, CLT-52]
 */
export async function knownOf(
  ctx: Ctx,
  poolId: string,
  pages: readonly { id: string; url: string }[],
): Promise<Map<string, Known>> {
  const { rows } = await ctx.tx.execute<{
    url_id: string
    lease_id: string
    etag: string | null
    last_modified: string | null
  }>(sql`
    select distinct on (k.url_id) k.url_id, k.lease_id,
      case when k.state = 'confirmed' or k.vouched then k.etag end as etag,
      case when k.state = 'confirmed' or k.vouched then k.last_modified end as last_modified from contribution k
    where k.pool_id = ${poolId} and k.url = any(${sql.param(pages.map(({ url }) => url))}::text[]) and k.state in ('trusted', 'confirmed')
    order by k.url_id, k.observed_at desc, k.lease_id`)
  return new Map(
    rows.map((row) => [row.url_id, { known: row.lease_id, etag: row.etag, lastModified: row.last_modified }]),
  )
}

/** What the lease of a contribution called known: a witness is told the same. [CLT-52] */
export async function knownOfLease(ctx: Ctx, poolId: string, leaseId: string): Promise<Known | null> {
  const { rows } = await ctx.tx.execute<{
    known: string | null
    etag: string | null
    last_modified: string | null
  }>(sql`
    select known, etag, last_modified from lease where pool_id = ${poolId} and id = ${leaseId}`)
  const row = rows[0]
  return row?.known ? { known: row.known, etag: row.etag, lastModified: row.last_modified } : null
}

/** Fingerprints of the contribution that a lease calls known. */
export async function knownPrints(
  ctx: Ctx,
  poolId: string,
  known: string,
  /** Who says now that the page is as it was. */
  personId: string,
): Promise<{ packed: ReturnType<typeof packed>; prints: Prints; vouched: boolean; byOther: boolean } | null> {
  const { rows } = await ctx.tx.execute<{
    sha256: string
    simhash: string
    minhash: Buffer
    vouched: boolean
    other: boolean
  }>(sql`
    select k.sha256, k.simhash, k.minhash, k.vouched or k.state = 'confirmed' as vouched, p.cluster_id <> me.cluster_id as other
    from contribution k join person p on p.id = k.person_id join person me on me.id = ${personId}
    where k.pool_id = ${poolId} and k.lease_id = ${known}`)
  const row = rows[0]
  if (!row) return null
  const { sha256, simhash, minhash, vouched, other: byOther } = row
  return { packed: { sha256, simhash: BigInt(simhash), minhash }, prints: printsOf(row), vouched, byOther }
}

const TAG = /^(?:W\/)?"[\x21\x23-\x7e]*"$/

/** What the server named the version that it answered with, as far as it can be sent back. */
export function versionOf({ headers, observedAt }: Pick<CollectResult, 'headers' | 'observedAt'>): {
  etag: string | null
  lastModified: string | null
} {
  const header = (name: string) => headers.find(([one]) => one === name)?.[1]
  const [etag, lastModified] = [header('etag'), header('last-modified')]
  return {
    etag: etag && etag.length <= 200 && TAG.test(etag) ? etag : null,
    // A date of the future would be answered 304 for ever.
    lastModified:
      lastModified &&
      /^[\x20-\x7e]{10,60}$/.test(lastModified) &&
      Date.parse(lastModified) <= Date.parse(observedAt)
        ? lastModified
        : null,
  }
}
