import type { Ctx } from '@rowright/db'
import { type DeliveredFiles, type ExportManifest, publicEdition } from '@rowright/pipeline/export'
import { type Campaign, campaign, getPool } from '@rowright/pipeline/pool'
import { type Change, getRelease, type QualityStatement } from '@rowright/pipeline/release'
import { eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { blobUrl } from '../blobUrl.ts'
import { croissant } from '../croissant/croissant.ts'
import type * as contract from '../exportContract.ts'
import { signManifest } from '../signing.ts'
import type { System } from '../system.ts'

/** The files of a release as a licensee gets them: signed addresses, and what to check them against. */
export function filesView(
  config: System['config'],
  now: Date,
  { release, license, edition, files }: DeliveredFiles,
): z.infer<typeof contract.exportFiles> {
  const named = (path: string) =>
    `${config.publicUrl}/v1/pools/${release.poolId}/releases/${release.id}/files/${path}`
  return {
    releaseId: release.id,
    poolId: release.poolId,
    version: release.version,
    licenseId: license.id,
    edition: edition.name,
    rows: edition.rows!,
    manifest: {
      url: named('manifest.json'),
      sha256: edition.manifestSha256!,
      signature: signManifest({ config }, edition.manifestSha256!),
    },
    items: files.map(({ path, kind, sha256, bytes, rows }) => {
      const { url, expiresAt } = blobUrl(config, { sha256, licenseId: license.id, now })
      return {
        path,
        kind: kind as 'parquet',
        sha256,
        bytes,
        rows,
        url,
        expiresAt: expiresAt.toISOString(),
        keyUrl: named(path),
      }
    }),
  }
}

export const changeView = (one: Change): z.infer<typeof contract.change> => ({
  ...one,
  effectiveAt: one.effectiveAt.toISOString(),
  deleteBy: one.deleteBy?.toISOString() ?? null,
})

/**
 * The Croissant description of a release: public, like its quality.
 * @throws RowrightError `release/unknown-release`, `export/building`.
 */
export async function croissantOf(
  ctx: Ctx,
  system: System,
  at: { poolId: string; releaseId: string },
): Promise<Record<string, unknown>> {
  const pool = await getPool(ctx, at.poolId)
  const release = await getRelease(ctx, at.poolId, at.releaseId)
  const { manifestSha256 } = await publicEdition(ctx, at)
  const manifest = JSON.parse(
    Buffer.from(await system.blobs.get(manifestSha256)).toString('utf8'),
  ) as ExportManifest
  const { rows } = await ctx.tx.execute<{ name: string | null }>(
    sql`select name from person where id = ${pool.requesterId}`,
  )
  const campaigns = (await ctx.tx.select().from(campaign).where(eq(campaign.poolId, pool.id))) as Campaign[]
  return croissant({
    pool,
    requester: rows[0]?.name ?? null,
    release,
    quality: release.quality as QualityStatement | null,
    campaigns: campaigns.filter((one) => one.createdAt <= release.publishedAt),
    manifest,
    publicUrl: system.config.publicUrl,
  })
}
