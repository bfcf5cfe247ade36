import { COLUMNS, sampleOf } from '@rowright/pipeline/export'
import { getOwnPool, getPool } from '@rowright/pipeline/pool'
import { getRelease, publish, type QualityStatement, releasesOf } from '@rowright/pipeline/release'
import { z } from 'zod'
import { id, release } from '../contract.ts'
import { releaseQuality, sample } from '../exportContract.ts'
import { releaseView } from '../reads/releases.ts'
import { signManifest } from '../signing.ts'
import { personVerb, publicVerb, router } from '../trpc.ts'

/** Releases: frozen versions of a pool. */
export const releaseRouter = router({
  list: publicVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/releases' } })
    .input(z.object({ poolId: id }))
    .output(z.object({ items: z.array(release) }))
    .query(async ({ ctx, input }) => {
      await getPool(ctx.c, input.poolId)
      return { items: (await releasesOf(ctx.c, input.poolId)).map(releaseView) }
    }),

  quality: publicVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/releases/{releaseId}/quality' } })
    .input(z.object({ poolId: id, releaseId: id }))
    .output(releaseQuality)
    .query(async ({ ctx, input }) => {
      const found = await getRelease(ctx.c, input.poolId, input.releaseId)
      const { id: releaseId, poolId, version, rows, labelers, annotations, manifestSha256 } = found
      return {
        ...{ releaseId, poolId, version, rows, labelers, annotations, manifestSha256 },
        manifestSignature: signManifest(ctx.system, manifestSha256),
        quality: found.quality as QualityStatement | null,
        withdrawnAt: found.withdrawnAt?.toISOString() ?? null,
        deleteBy: found.deleteBy?.toISOString() ?? null,
      }
    }),

  sample: publicVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/releases/{releaseId}/sample' } })
    .input(z.object({ poolId: id, releaseId: id }))
    .output(sample)
    .query(async ({ ctx, input }) => {
      const { release: found, rows } = await sampleOf(ctx.c, ctx.system.blobs, input)
      const { id: releaseId, poolId, version } = found
      return {
        ...{ releaseId, poolId, version, rows: found.rows },
        masked: 'consents-are-for-licensees' as const,
        columns: [...COLUMNS],
        items: rows,
      }
    }),

  publish: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/releases' } })
    .input(z.object({ poolId: id }))
    .output(release)
    .mutation(async ({ ctx, input }) => {
      await getOwnPool(ctx.c, input.poolId, ctx.personId)
      return releaseView(await publish(ctx.c, ctx.system.blobs, input))
    }),
})
