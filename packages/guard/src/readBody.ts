import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Ask, FetchFailure } from '@rowright/node'

/** Why a body was given up. */
export class BodyFault extends Error {
  readonly reason: FetchFailure
  constructor(reason: FetchFailure, message: string) {
    super(message)
    this.reason = reason
  }
}

/** Text compresses four to ten times; a body that grows more than this is made to be one. */
const MOST_GROWTH = 200
/** Growth of small bodies means nothing. */
const GROWTH_FROM = 1_000_000

const DECODERS: Record<string, (() => Readable & NodeJS.WritableStream) | undefined> = {
  gzip: createGunzip as never,
  'x-gzip': createGunzip as never,
  deflate: createInflate as never,
  br: createBrotliDecompress as never,
}

/**
 * The decoded body, up to `maxBytes`: longer is given up (or cut, where the caller says so), however little came over
 * the line. @throws BodyFault
 */
export async function readBody(
  response: IncomingMessage,
  ask: Ask,
  deadline: AbortSignal,
): Promise<Uint8Array> {
  const { maxBytes, cut = false } = ask
  const announced = Number(response.headers['content-length'])
  if (!cut && announced > maxBytes)
    throw new BodyFault('too-large', `The server announces ${announced} bytes; ${maxBytes} are the most.`)
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  const decoder = DECODERS[encoding]
  if (encoding !== 'identity' && !decoder)
    throw new BodyFault(
      'broken-body',
      `The body is packed by "${encoding.slice(0, 40)}", which was not asked for.`,
    )
  let packed = 0
  response.on('data', (chunk: Buffer) => {
    packed += chunk.length
  })
  response.pause()
  const unpacker = decoder?.()
  const stream: Readable = unpacker ? response.pipe(unpacker) : response
  // `pipe` hands on bytes, not ends that came too early.
  response.once('error', (error) => unpacker?.destroy(error))
  const onDeadline = () => stream.destroy(deadline.reason as Error)
  deadline.addEventListener('abort', onDeadline, { once: true })
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length
      if (decoder && length > GROWTH_FROM && length > packed * MOST_GROWTH)
        throw new BodyFault(
          'broken-body',
          `The body grew from ${packed} to more than ${length} bytes: a bomb.`,
        )
      chunks.push(chunk)
      if (length <= maxBytes) continue
      if (cut) break
      throw new BodyFault('too-large', `The body has more than ${maxBytes} bytes.`)
    }
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code)
    if (/^(?:Z_|ERR_BROTLI|ERR__ERROR_FORMAT)/.test(code))
      throw new BodyFault('broken-body', `The body does not unpack (${code}).`)
    if (code === 'ECONNRESET' && !deadline.aborted)
      throw new BodyFault('broken-body', 'The body breaks off before its end.')
    throw error
  } finally {
    deadline.removeEventListener('abort', onDeadline)
    response.destroy()
  }
  const body = new Uint8Array(Math.min(length, maxBytes))
  let at = 0
  for (const chunk of chunks) {
    body.set(chunk.subarray(0, Math.max(0, body.length - at)), at)
    at += chunk.length
    if (at >= body.length) break
  }
  return body
}
