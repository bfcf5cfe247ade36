import type { Ctx } from '@rowright/db'
import type { ConsentWithEnd } from '@rowright/pipeline/consent'
import { getPool } from '@rowright/pipeline/pool'
import { namedIn } from '@rowright/protocol'
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
