import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { holderOf, licenseById } from '../license/index.ts'
import { assertActive } from '../people/index.ts'
import { successorOf } from '../release/index.ts'
import { editionName } from './edition.ts'
import { gone, unknownBlob } from './errors.ts'
import { useFor } from './grant.ts'

/** What a signed address of a file says: the file, the license it was given under, and until when it opens. */
export interface BlobTicket {
  sha256: string
  licenseId: string
  /** Seconds since 1970. */
  expires: number
}

/** HMAC-SHA-256 over the ticket, base64url. */
export const signTicket = (secret: string, { sha256, licenseId, expires }: BlobTicket): string =>
  createHmac('sha256', `rowright.blob.v1:${secret}`)
    .update(`${sha256}\n${licenseId}\n${expires}`)
    .digest('base64url')

/** @param signature as it came. @throws RowrightError `export/unknown-blob` when it is not ours, or has expired. */
export function checkTicket(secret: string, ticket: BlobTicket, signature: string, now: Date): void {
  const right = Buffer.from(signTicket(secret, ticket))
  const given = Buffer.from(signature)
  const same = right.length === given.length && timingSafeEqual(right, given)
  if (!same || ticket.expires * 1000 <= now.getTime()) throw unknownBlob()
}

/**
 * Looks at each download whether a file may still go to a licensee: the license holds, its holder is active, the file
 * is of an edition for its use, and is not past its time. [EXP-5, EXP-7]
 * @throws RowrightError `export/unknown-blob`, `export/gone`, `license/expired`, `license/unknown-use`,
 * `people/suspended`.
 */
export async function openBlob(
  ctx: Ctx,
  of: { sha256: string; licenseId: string },
): Promise<{ bytes: number }> {
  const license = await licenseById(ctx, of.licenseId, ctx.now())
  if (!license) throw unknownBlob()
  const use = await useFor(ctx, license)
  const holder = await holderOf(ctx, license.licensee)
  if (holder) await assertActive(ctx, holder)
  const { rows } = await ctx.tx.execute<{
    release_id: string
    version: number
    edition: string
    bytes: string
    delete_by: string | null
    kind: string
  }>(sql`
    select p.release_id, r.version, p.edition, p.bytes, r.delete_by, p.kind from part p
    join release r on r.pool_id = p.pool_id and r.id = p.release_id
    where p.pool_id = ${license.poolId} and p.sha256 = ${of.sha256} and p.kind <> 'index' order by r.version desc`)
  let late: (typeof rows)[number] | undefined
  for (const row of rows) {
    const at = { poolId: license.poolId, releaseId: row.release_id }
    if (row.edition !== (await editionName(ctx, at, use))) continue
    // A change file of a withdrawn version is scrubbed, not withdrawn: it says what to delete.
    if (row.kind === 'changes' || row.delete_by === null || new Date(row.delete_by) > ctx.now())
      return { bytes: Number(row.bytes) }
    late ??= row
  }
  if (!late) throw unknownBlob()
  const successor = await successorOf(ctx, { poolId: license.poolId, version: late.version })
  throw gone(successor && { releaseId: successor.id, version: successor.version })
}
