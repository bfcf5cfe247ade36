import { type Ctx, inTurn } from '@rowright/db'
import { acksAsked, keptAmong, type License } from '@rowright/pipeline/license'
import { type Release, releasesOf } from '@rowright/pipeline/release'
import { type Distributed, distributionsOf } from '@rowright/pipeline/reward'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type * as contract from '../contract.ts'

export const releaseView = (row: Release): z.infer<typeof contract.release> => ({
  id: row.id,
  poolId: row.poolId,
  version: row.version,
  rows: row.rows,
  annotations: row.annotations,
  labelers: row.labelers,
  rowsSha256: row.rowsSha256,
  manifestSha256: row.manifestSha256,
  merkleRoot: row.merkleRoot,
  bytes: row.bytes,
  meanConfidencePpm: row.meanConfidencePpm,
  publishedAt: row.publishedAt.toISOString(),
  withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
})

const distributionView = (row: Distributed | undefined): z.infer<typeof contract.license>['distribution'] =>
  row
    ? {
        epoch: row.epoch,
        carried: String(row.carried),
        distributed: String(row.distributed),
        dust: String(row.dust),
      }
    : null

/** Licenses as their holder sees them, with what they open and where their money went. */
export async function licenseViews(
  ctx: Ctx,
  licenses: License[],
): Promise<z.infer<typeof contract.license>[]> {
  const distributions = await distributionsOf(
    ctx,
    licenses.map((one) => one.id),
  )
  const asked = await acksAsked(
    ctx,
    licenses.map((one) => one.id),
  )
  const kept = await keptAmong(
    ctx,
    licenses.map((one) => one.licensee),
  )
  const { rows: names } = await ctx.tx.execute<{ id: string; name: string }>(
    sql`select id, name from pool where id = any(${sql.param(licenses.map((one) => one.poolId))}::uuid[])`,
  )
  return inTurn(licenses, async (one) => ({
    id: one.id,
    poolId: one.poolId,
    poolName: names.find((row) => row.id === one.poolId)?.name ?? '',
    offerId: one.offerId,
    licensee: one.licensee,
    price: String(one.price),
    contributors: String(one.contributors),
    purposes: one.purposes,
    expiresAt: one.expiresAt.toISOString(),
    transaction: one.transaction,
    valid: one.valid,
    acknowledge: one.acknowledge && {
      epoch: one.acknowledge.epoch,
      by: one.acknowledge.by.toISOString(),
      askedAt: asked.get(`${one.id} ${one.acknowledge.epoch}`)?.toISOString() ?? null,
    },
    kept: kept.has(one.licensee),
    distribution: distributionView(distributions.get(one.id)),
    releases: (await releasesOf(ctx, one.poolId)).map(releaseView),
  }))
}
