import type { ServerResponse } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { BlobStore } from '@rowright/db'
import { RowrightError } from '@rowright/protocol'
import { problemResponse } from '@rowright/server'
import type { Context } from 'hono'
import { SECURITY } from './pages.ts'

/** What a file is served as. */
export interface Served {
  sha256: string
  bytes: number
  type: string
  /** Name it is saved under. */
  name?: string
  /** In place of the usual ones, or beside them. */
  headers?: Record<string, string>
}

/** Is told how many bytes will be sent, and may refuse. */
export type Count = (bytes: number) => Promise<void>

/**
 * Serves an immutable file: whole, one range of it (RFC 9110 § 14), or its headers. Its SHA-256 is the strong ETag and
 * the `Repr-Digest` (RFC 9530), so that a download can be resumed and checked. Several ranges at once are answered
 * with the whole file, as the RFC allows; one that begins behind the end is a 416 problem, `request/range`, and another
 * file than `If-Match` names a 412, `request/stale-etag`.
 */
export async function serveFile(c: Context, blobs: BlobStore, file: Served, count: Count): Promise<Response> {
  const etag = `"${file.sha256}"`
  const headers = new Headers({
    'content-type': file.type,
    etag,
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=86400, immutable',
    'repr-digest': `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`,
    vary: 'authorization',
    ...file.headers,
  })
  if (file.name) headers.set('content-disposition', `attachment; filename="${file.name}"`)
  const wanted = c.req.header('if-match')
  if (wanted !== undefined && !holds(wanted, etag))
    return problemResponse(staleEtag(file.sha256), { etag: headers.get('etag')! })
  if (matches(c.req.header('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  // A range is of what GET sends (RFC 9110 § 14.2): HEAD tells of the whole.
  const head = c.req.raw.method === 'HEAD'
  const fresh = !head && [undefined, etag].includes(c.req.header('if-range'))
  const range = fresh ? rangeOf(c.req.header('range'), file.bytes) : null
  if (range === 'unsatisfiable')
    return problemResponse(unsatisfiable(file.bytes), { 'content-range': `bytes */${file.bytes}` })
  const { start, end } = range ?? { start: 0, end: file.bytes - 1 }
  headers.set('content-length', String(end - start + 1))
  if (range) headers.set('content-range', `bytes ${start}-${end}/${file.bytes}`)
  const status = range ? 206 : 200
  // A body that nobody reads would keep the file open.
  if (head || file.bytes === 0) return new Response(null, { status, headers })
  await count(end - start + 1)
  return pourOut(c, { status, headers }, (to) => blobs.pour(file.sha256, { start, end }, to))
}

/**
 * Answers by writing into Node's own response: a web stream in between halves the bytes a second. What went wrong
 * after the headers can only be told by breaking off.
 */
export function pourOut(
  c: Context,
  { status, headers }: { status: number; headers: Headers },
  pour: (to: ServerResponse) => Promise<void>,
): Response {
  const { outgoing } = c.env as HttpBindings
  outgoing.writeHead(status, { ...SECURITY, ...Object.fromEntries(headers) })
  pour(outgoing).then(
    () => outgoing.end(),
    () => outgoing.destroy(),
  )
  // A clone, because middlewares add headers to what they are given.
  return RESPONSE_ALREADY_SENT.clone()
}

const matches = (header: string | undefined, etag: string): boolean =>
  header?.split(',').some((one) => [etag, `W/${etag}`, '*'].includes(one.trim())) ?? false

/** `If-Match` compares strongly (RFC 9110 § 13.1.1): a weak tag is never the same. */
const holds = (header: string, etag: string): boolean =>
  header.split(',').some((one) => [etag, '*'].includes(one.trim()))

/** The one range that is asked for, or null for the whole. Both ends inclusive. */
export function rangeOf(
  header: string | undefined,
  bytes: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const found = /^bytes=(\d*)-(\d*)$/i.exec(header?.replaceAll(' ', '') ?? '')
  if (!found || (found[1] === '' && found[2] === '')) return null
  const [, first, last] = found as unknown as [string, string, string]
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first)
  const end = first === '' || last === '' ? bytes - 1 : Math.min(bytes - 1, Number(last))
  // An end before its start is no range at all, and is not looked at.
  if (first !== '' && last !== '' && Number(last) < Number(first)) return null
  if (start >= bytes || (first === '' && Number(last) === 0)) return 'unsatisfiable'
  return { start, end }
}

const unsatisfiable = (bytes: number) =>
  new RowrightError('request/range', `The file has ${bytes} bytes; the range begins behind them.`, {
    status: 416,
    field: 'range',
    hint: 'Ask with HEAD for its length.',
    context: { bytes },
  })
const staleEtag = (sha256: string) =>
  new RowrightError('request/stale-etag', 'The file is not the one that `If-Match` names.', {
    status: 412,
    field: 'if-match',
    hint: 'Take the whole of it anew: its ETag is its SHA-256.',
    context: { sha256 },
  })
