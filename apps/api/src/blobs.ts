import { withTx } from '@rowright/db'
import { deliver } from '@rowright/pipeline/export'
import { getRelease } from '@rowright/pipeline/release'
import { getEpoch } from '@rowright/pipeline/reward'
import { RowrightError } from '@rowright/protocol'
import { parseIds, type System } from '@rowright/server'
import type { Context, Hono } from 'hono'
import { askingOf, type ContextOf, countBytes, type Limit } from './files.ts'
import { type Count, type Served, serveFile } from './ranges.ts'

/** Files out: manifests for everybody, rows for licensees. */
export function mountBlobs(app: Hono, system: System, contextOf: ContextOf, limit: Limit): void {
  const serve = async (c: Context, of: Omit<Served, 'bytes'>, count: Count = async () => {}) => {
    const found = await system.blobs.head(of.sha256)
    if (!found) {
      throw new RowrightError('system/blob-missing', 'The file of this record is gone from the blob store.', {
        status: 410,
        hint: 'Tell the steward: the blob store has lost a file that the database knows.',
        context: { sha256: of.sha256 },
      })
    }
    return serveFile(c, system.blobs, { ...of, bytes: found.size }, count)
  }
  const manifest = (c: Context, sha256: string) =>
    serve(c, {
      ...{ sha256, type: 'application/json' },
      headers: { 'cache-control': 'public, max-age=31536000, immutable' },
    })

  app.get('/v1/pools/:poolId/releases/:releaseId/manifest', async (c) => {
    const { poolId, releaseId } = parseIds(c.req.param())
    const found = await withTx(system.database, { kind: 'public' }, (ctx) =>
      getRelease(ctx, poolId, releaseId),
    )
    return manifest(c, found.manifestSha256)
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
    return manifest(c, found.manifestSha256)
  })

  app.get('/v1/pools/:poolId/releases/:releaseId/export.jsonl', async (c) => {
    const asking = await askingOf(contextOf, c, parseIds(c.req.param()))
    const actor = { kind: 'person' as const, personId: asking.personId, steward: false }
    const given = await withTx(system.database, actor, (ctx) => deliver(ctx, asking))
    const file = {
      ...{ sha256: given.blob, type: 'application/x-ndjson' },
      name: `release-${asking.releaseId}.jsonl`,
      headers: {
        'cache-control': 'private, no-store',
        'x-rowright-delivery': given.deliveryId,
        'x-rowright-license': given.licenseId,
      },
    }
    return serve(c, file, countBytes(c, limit, given.licenseId))
  })
}
