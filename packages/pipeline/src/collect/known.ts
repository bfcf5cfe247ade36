import type { Ctx } from '@rowright/db'
import type { CollectResult } from '@rowright/protocol'
import { type SQL, sql } from 'drizzle-orm'
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
 * What somebody brought of a page and nobody doubts; null: nothing. What only one node's word ties to its text is asked for
 * in full: a 304 would speak for a text that nobody else saw. [CLT-51, CLT-52]
 */
export const knownOfPage = (poolId: string, url: SQL): SQL => sql`(
  select jsonb_build_object('known', k.lease_id, 'etag', case when v.vouched then k.etag end, 'lastModified', case when v.vouched then k.last_modified end)
  from contribution k, lateral (select k.state = 'confirmed' or k.vouched as vouched) v
  where k.pool_id = ${poolId} and k.url = ${url} and k.state in ('trusted', 'confirmed') order by k.observed_at desc, k.lease_id limit 1)`

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
