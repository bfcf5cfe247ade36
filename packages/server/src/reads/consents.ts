import type { Ctx } from '@rowright/db'
import type { ConsentWithEnd } from '@rowright/pipeline/consent'
import { getPool } from '@rowright/pipeline/pool'
import { namedIn } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type * as contract from '../contract.ts'

/** A consent with its receipt: what was signed, by which key, and the secret that ends it without an account. */
export async function consentView(ctx: Ctx, one: ConsentWithEnd): Promise<z.infer<typeof contract.consent>> {
  const pool = await getPool(ctx, one.poolId)
  return {
    id: one.id,
    poolId: one.poolId,
    poolName: pool.name,
    purposes: one.body.purposes,
    licenseeClasses: one.body.licenseeClasses,
    licensees: namedIn(one.body),
    grantedAt: one.grantedAt.toISOString(),
    expiresAt: one.expiresAt.toISOString(),
    revokedAt: one.revokedAt?.toISOString() ?? null,
    erasure: one.revokedAt ? await erasureOf(ctx, one) : null,
    receipt: {
      kind: 'rowright.consent-receipt.v1',
      consentId: one.id,
      poolName: pool.name,
      body: one.body,
      bodySha256: one.bodyHash,
      signature: one.signature,
      terms: pool.terms,
      ...(one.secret ? { secret: one.secret } : {}),
    },
  }
}

/** Who was given a release that stood on the consent, and who has acknowledged all its tombstones. [LIC-13] */
async function erasureOf(
  ctx: Ctx,
  { poolId, id }: ConsentWithEnd,
): Promise<{ given: number; erased: number }> {
  const { rows } = await ctx.tx.execute<{ given: number; erased: number }>(sql`
    with given as (select distinct d.license_id from delivery d join release_consent k
        on k.pool_id = d.pool_id and k.release_id = d.release_id and k.consent_id = ${id} where d.pool_id = ${poolId}),
      last as (select max(seq) as seq from change where pool_id = ${poolId} and consent_id = ${id})
    select count(*)::int as given, count(*) filter (where exists (select 1 from erasure_ack a, last
      where a.pool_id = ${poolId} and a.license_id = given.license_id and a.through >= last.seq))::int as erased from given`)
  return rows[0]!
}
