import { withTx } from '@rowright/db'
import { deliver } from '@rowright/pipeline/export'
import { getRelease } from '@rowright/pipeline/release'
import { getEpoch } from '@rowright/pipeline/reward'
import { RowrightError } from '@rowright/protocol'
import { notSignedIn, parseIds, type RequestContext, type System } from '@rowright/server'
import type { Hono } from 'hono'

/** Files out: manifests for everybody, rows for licensees. */
export function mountBlobs(
  app: Hono,
  system: System,
  contextOf: (request: Request) => Promise<RequestContext>,
): void {
  const serve = async (key: string, type: string, headers: Record<string, string>) => {
    const found = await system.blobs.head(key)
    if (!found) {
      throw new RowrightError('system/blob-missing', 'The file of this record is gone from the blob store.', {
        status: 410,
        hint: 'Tell the steward: the blob store has lost a file that the database knows.',
        context: { sha256: key },
      })
    }
    return new Response(system.blobs.stream(key), {
      headers: { 'content-type': type, 'content-length': String(found.size), etag: `"${key}"`, ...headers },
    })
  }

  app.get('/v1/pools/:poolId/releases/:releaseId/manifest', async (c) => {
    const { poolId, releaseId } = parseIds(c.req.param())
    const found = await withTx(system.database, { kind: 'public' }, (ctx) =>
      getRelease(ctx, poolId, releaseId),
    )
    return serve(found.manifestSha256, 'application/json', {
      'cache-control': 'public, max-age=31536000, immutable',
    })
  })

  app.get('/v1/epochs/:number/manifest', async (c) => {
    const number = c.req.param('number')
    if (!/^\d{1,9}$/.test(number)) {
      throw new RowrightError('request/invalid', 'This is not the number of an epoch.', {
        status: 422,
        field: 'number',
        hint: 'List the epochs with GET /v1/epochs.',
      })
    }
    const found = await withTx(system.database, { kind: 'public' }, (ctx) => getEpoch(ctx, Number(number)))
    return serve(found.manifestSha256, 'application/json', {
      'cache-control': 'public, max-age=31536000, immutable',
    })
  })

  app.get('/v1/pools/:poolId/releases/:releaseId/export.jsonl', async (c) => {
    const { personId } = await contextOf(c.req.raw)
    if (!personId) throw notSignedIn()
    const { poolId, releaseId } = parseIds(c.req.param())
    const actor = { kind: 'person' as const, personId, steward: false }
    const given = await withTx(system.database, actor, (ctx) => deliver(ctx, { poolId, releaseId, personId }))
    return serve(given.blob, 'application/x-ndjson', {
      'cache-control': 'private, no-store',
      'content-disposition': `attachment; filename="release-${releaseId}.jsonl"`,
      'x-rowright-delivery': given.deliveryId,
      'x-rowright-license': given.licenseId,
    })
  })
}
