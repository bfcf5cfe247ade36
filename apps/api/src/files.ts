import type { ServerResponse } from 'node:http'
import { type Actor, withTx } from '@rowright/db'
import {
  type Asking,
  badFilter,
  checkTicket,
  type DeliveredFiles,
  deliverFiles,
  exportRows,
  formatOf,
  LATEST,
  openBlob,
  release as releaseChunk,
  select,
  unknownFile,
} from '@rowright/pipeline/export'
import { RowrightError } from '@rowright/protocol'
import {
  assertReadable,
  croissantOf,
  keyWithoutScope,
  notSignedIn,
  parseIds,
  type RequestContext,
  RULES,
  type rateLimiter,
  type System,
} from '@rowright/server'
import type { Context, Hono } from 'hono'
import { type Count, pourOut, serveFile } from './ranges.ts'
import { counted } from './rateTold.ts'

export type ContextOf = (request: Request) => Promise<RequestContext>
export type Limit = ReturnType<typeof rateLimiter>

/** How a file of an edition is named to HTTP. The tools of Croissant know Parquet by its older name. */
export const TYPES: Record<string, string> = {
  parquet: 'application/vnd.apache.parquet',
  changes: 'application/vnd.apache.parquet',
  zstd: 'application/zstd',
  jsonl: 'application/x-ndjson',
}

/** Files of releases: by signed address, by name, and made to order. */
export function mountFiles(app: Hono, system: System, contextOf: ContextOf, limit: Limit): void {
  const count = (c: Context, licenseId: string) => countBytes(c, limit, licenseId)

  app.get('/v1/blobs/:sha256', async (c) => {
    const ticket = ticketOf(c)
    checkTicket(system.config.authSecret, ticket, c.req.query('signature') ?? '', new Date())
    const { bytes } = await withTx(system.database, { kind: 'public' }, (ctx) => openBlob(ctx, ticket))
    const file = { sha256: ticket.sha256, bytes, type: 'application/octet-stream' }
    return serveFile(c, system.blobs, file, count(c, ticket.licenseId))
  })

  app.get('/v1/pools/:poolId/releases/:releaseId/croissant.json', async (c) => {
    const at = parseIds(c.req.param())
    const described = await withTx(system.database, { kind: 'public' }, (ctx) => croissantOf(ctx, system, at))
    // Kept under its hash like all that a release is made of: what was described once can be shown again.
    const text = JSON.stringify(described, null, 2)
    const sha256 = await system.blobs.put(Buffer.from(text))
    return c.body(text, 200, {
      etag: `"${sha256}"`,
      'content-type': 'application/ld+json; profile="http://mlcommons.org/croissant/1.1"',
      'cache-control': 'public, max-age=60',
    })
  })

  app.get('/v1/pools/:poolId/releases/:releaseId/files/:name', async (c) => {
    const { name, ...ids } = c.req.param()
    const given = await delivered(system, contextOf, c, { ...releaseIn(ids), form: name })
    return serveFile(c, system.blobs, await fileOf(system, given, name), count(c, given.license.id))
  })

  for (const path of ['/v1/licenses/:licenseId', '/v1/pools/:poolId'] as const) {
    app.get(`${path}/releases/:releaseId/export`, async (c) => {
      assertReadable(c.req.queries())
      const format = formatOf(c.req.query('format') ?? 'jsonl')
      const zstd = compressed(c.req.query('compression'))
      const selection = select({
        columns: c.req.query('columns'),
        minConfidence: numberOf(c.req.query('minConfidence')),
        language: c.req.query('language'),
        provenance: c.req.query('provenance'),
        where: c.req.queries('where'),
      })
      const given = await delivered(system, contextOf, c, { ...wanted(c), form: format.name })
      const source = given.files.find((part) => part.kind === 'zstd')!
      const headers = new Headers({
        'content-type': zstd ? 'application/zstd' : format.mediaType,
        'content-disposition': `attachment; filename="release-${given.release.version}.${format.extension}${zstd ? '.zst' : ''}"`,
        'cache-control': 'private, no-store',
        'x-rowright-release': given.release.id,
        'x-rowright-license': given.license.id,
      })
      if (c.req.raw.method === 'HEAD') return new Response(null, { headers })
      await count(c, given.license.id)(source.bytes)
      const rows = await begun(exportRows(system.blobs, source.sha256, format, selection, { zstd }))
      return pourOut(c, { status: 200, headers }, (to) => pourRows(rows, to))
    })
  }
}

/** Counts what is promised against the license, before it is sent. [SRV-24] */
export const countBytes =
  (c: Context, limit: Limit, licenseId: string): Count =>
  (bytes) =>
    counted(c, limit(RULES.bytes, licenseId, Math.ceil(bytes / 1_000)))

type Asked = { poolId?: string; licenseId?: string; releaseId: string }

/** Who asks for a release, and under which license: a key for one license is held to it. */
export async function askingOf(contextOf: ContextOf, c: Context, asked: Asked): Promise<Asking> {
  const { personId, keyLicenseId } = await contextOf(c.req.raw)
  if (!personId) throw notSignedIn()
  const { poolId, releaseId, licenseId = keyLicenseId ?? undefined } = asked
  if (keyLicenseId !== null && licenseId !== keyLicenseId) throw keyWithoutScope()
  const of = { releaseId, personId }
  return poolId === undefined ? { ...of, licenseId: licenseId! } : { ...of, poolId, licenseId }
}

/** A person at the files of a release, through the gate. */
async function delivered(
  system: System,
  contextOf: ContextOf,
  c: Context,
  { form, ...asked }: Asked & { form: string },
): Promise<DeliveredFiles> {
  const asking = await askingOf(contextOf, c, asked)
  const actor: Actor = { kind: 'person', personId: asking.personId, steward: false }
  return withTx(system.database, actor, (ctx) => deliverFiles(ctx, asking, form))
}

async function fileOf(system: System, given: DeliveredFiles, name: string) {
  if (name === 'manifest.json') {
    const sha256 = given.edition.manifestSha256!
    const { size } = (await system.blobs.head(sha256)) ?? { size: 0 }
    return { sha256, bytes: size, type: 'application/json', name }
  }
  const found = given.files.find((part) => part.path === name)
  if (!found) throw unknownFile(name)
  return { sha256: found.sha256, bytes: found.bytes, type: TYPES[found.kind]!, name }
}

const releaseIn = ({ releaseId, ...rest }: { poolId: string; releaseId: string }) =>
  releaseId === LATEST ? { ...parseIds(rest), releaseId } : parseIds({ ...rest, releaseId })

function wanted(c: Context) {
  const { licenseId, poolId, releaseId } = c.req.param() as Record<string, string>
  return licenseId === undefined
    ? releaseIn({ poolId: poolId!, releaseId: releaseId! })
    : { licenseId, releaseId: releaseId === LATEST ? LATEST : parseIds({ releaseId: releaseId! }).releaseId }
}

function ticketOf(c: Context) {
  const sha256 = c.req.param('sha256') ?? ''
  if (!/^[0-9a-f]{64}$/.test(sha256)) {
    throw new RowrightError('request/invalid', 'This is not the SHA-256 of a file.', {
      status: 422,
      field: 'sha256',
      hint: 'It is 64 lower-case hexadecimal digits.',
    })
  }
  return { sha256, licenseId: c.req.query('license') ?? '', expires: Number(c.req.query('expires')) }
}

function compressed(name: string | undefined): boolean {
  if (name !== undefined && name !== 'zstd') throw badFilter('compression', 'zstd, or left away')
  return name === 'zstd'
}

const numberOf = (text: string | undefined) => (text === undefined ? undefined : Number(text || Number.NaN))

/** Waits for the first bytes, so that what cannot be written is refused with its own status. */
async function begun(rows: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const iterator = rows[Symbol.asyncIterator]()
  const first = await iterator.next()
  return (async function* () {
    try {
      for (let next = first; !next.done; next = await iterator.next()) yield next.value
    } finally {
      await iterator.return?.()
    }
  })()
}

/** One chunk after the other, as fast as the reader takes them. Who goes away stops the work. */
async function pourRows(rows: AsyncIterable<Uint8Array>, to: ServerResponse): Promise<void> {
  for await (const chunk of rows) {
    if (!(await written(chunk, to))) return
    releaseChunk(chunk)
  }
}

/** Whether a chunk has left the process; false when the reader went away first. */
const written = (chunk: Uint8Array, to: ServerResponse) =>
  new Promise<boolean>((resolve) => {
    const gone = () => resolve(false)
    if (to.destroyed) return gone()
    to.once('close', gone)
    to.write(chunk, (error) => {
      to.off('close', gone)
      resolve(!error)
    })
  })
