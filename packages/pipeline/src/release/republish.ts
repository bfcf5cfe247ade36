import type { BlobStore, Ctx } from '@rowright/db'
import { RowrightError } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import { withdrawn } from './errors.ts'
import { publish } from './publish.ts'
import type { Release } from './store.ts'

/**
 * Publishes the successor of a withdrawn newest release, of one pool, when it has waited long enough for more
 * revocations to come together. [REL-13] @returns whether there was one.
 */
export async function republishNext(
  ctx: Ctx,
  blobs: BlobStore,
  input: { waitSeconds: number },
): Promise<boolean> {
  const before = new Date(ctx.now().getTime() - input.waitSeconds * 1000)
  const { rows } = await ctx.tx.execute<{ pool_id: string; id: string }>(sql`
    select pool_id, id from release r where withdrawn_at <= ${before} and republished_at is null
      and version = (select max(version) from release n where n.pool_id = r.pool_id)
    order by withdrawn_at limit 1 for update skip locked`)
  const row = rows[0]
  if (!row) return false
  try {
    await publish(ctx, blobs, { poolId: row.pool_id })
  } catch (error) {
    // Nothing is left to release, or those who ended a consent gave a new one: then there is no successor.
    const needless = error instanceof RowrightError && NO_SUCCESSOR.has(error.code)
    if (!needless) throw error
  }
  await ctx.tx.execute(sql`update release set republished_at = ${ctx.now()}
    where pool_id = ${row.pool_id} and id = ${row.id}`)
  return true
}

const NO_SUCCESSOR = new Set(['release/no-rows', 'release/nothing-new'])

/**
 * Refuses a release that stands on a consent which has ended by now, whether or not the publisher has seen it yet:
 * who asks anew gets its successor. [REL-14]
 * @throws RowrightError `release/withdrawn` with the successor, when there is one.
 */
export async function assertHolds(ctx: Ctx, release: Release): Promise<void> {
  const { rows } = await ctx.tx.execute(sql`
    select 1 from release_consent k join consent c on c.pool_id = k.pool_id and c.id = k.consent_id
    left join revocation x on x.pool_id = c.pool_id and x.consent_id = c.id
    where k.pool_id = ${release.poolId} and k.release_id = ${release.id}
      and (c.expires_at <= ${ctx.now()} or x.revoked_at <= ${ctx.now()}) limit 1`)
  if (release.withdrawnAt === null && rows.length === 0) return
  throw withdrawn(release, await successorOf(ctx, release))
}

/** The newest release of the pool that is not withdrawn, if it is newer than this one. */
export async function successorOf(
  ctx: Ctx,
  release: { poolId: string; version: number },
): Promise<{ id: string; version: number } | null> {
  const { rows } = await ctx.tx.execute<{ id: string; version: number }>(sql`
    select id, version from release where pool_id = ${release.poolId} and version > ${release.version}
      and withdrawn_at is null order by version desc limit 1`)
  return rows[0] ?? null
}
