import type { Sentence } from '@rowright/collector'
import { type Answer, type Ask, type Fetcher, type FetchFailure, inEnglish, sentence } from '@rowright/node'
import { whyNotPublic } from '@rowright/protocol/public-address'
import { hasAddressSpaces } from './layers.ts'
import { told, type Watched, watching } from './watch.ts'

declare const __LOOPBACK_IS_PUBLIC__: boolean
declare const __FIRST_LAYER__: boolean

const PATIENCE = 25_000
/** A stream that is cut at one megabyte has brought up to 3.6 over the line (measured, Chromium 156). */
const OVERSHOOT = 4

/**
 * The browser's guard, three layers: Chromium's own address space check refuses everything that is not public before
 * a byte is sent, whatever DNS or a redirect says; rules of the session refuse addresses and this machine by name; and
 * an answer from an address that is not public is thrown away. [NOD-20, NOD-21]
 */
export function openBrowserFetcher(): Fetcher {
  return {
    async get(ask) {
      if (!hasAddressSpaces()) return fail('unsafe-address', sentence('noAddressCheck'))
      const { protocol, port, host, hostname } = new URL(ask.url)
      if (!/^https?:$/.test(protocol) || port !== '' || /^[\d.]+$|^\[|(?:^|\.)localhost$/.test(hostname))
        return fail('unsafe-address', sentence('noPublicName', host))
      if (!(await chrome.permissions.contains({ origins: [`${protocol}//${hostname}/*`] })))
        return fail('unsafe-address', sentence('hostNotAllowed', hostname))
      return watching(ask.url, (watched) => request(ask, watched))
    },
  }
}

/** The bare request with all layers on; the self-test uses it without the checks before it. */
export async function request(ask: Ask, watched: Watched): Promise<Answer> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), PATIENCE)
  try {
    const response = await fetch(ask.url, {
      method: 'GET',
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      headers: {
        ...(ask.etag ? { 'if-none-match': ask.etag } : {}),
        ...(ask.modifiedSince ? { 'if-modified-since': ask.modifiedSince } : {}),
      },
      signal: abort.signal,
      ...(__FIRST_LAYER__ ? { targetAddressSpace: 'public' } : {}),
    } as RequestInit)
    await told(watched, response.type === 'opaqueredirect' ? 'redirectUrl' : 'ip')
    const { ip } = watched
    if (!__LOOPBACK_IS_PUBLIC__ && (ip === undefined || whyNotPublic(ip) !== null)) {
      abort.abort()
      return fail('unsafe-address', ip ? sentence('privateAnswer', ip) : sentence('unknownAnswer'))
    }
    if (response.type === 'opaqueredirect') {
      const { status = 0, redirectUrl = null } = watched
      return {
        kind: 'answer',
        status,
        headers: [],
        location: redirectUrl,
        body: new Uint8Array(),
        received: 500,
        ip,
      }
    }
    const headers = [...response.headers]
    const wanted = response.status === 200 || response.status === 203 || ask.cut === true
    const body = wanted ? await readBody(response, ask) : new Uint8Array()
    if (!(body instanceof Uint8Array)) return body
    const packed = Number(response.headers.get('content-length') ?? body.length)
    return {
      kind: 'answer',
      status: response.status,
      headers,
      location: null,
      body,
      received: packed + 500,
      ip,
    }
  } catch (error) {
    if (abort.signal.aborted) return fail('too-slow', sentence('tooSlow', PATIENCE / 1000))
    await told(watched, 'error')
    return failureOf(ask.url, watched.error ?? (error as Error).message)
  } finally {
    clearTimeout(timer)
    abort.abort()
  }
}

async function readBody(response: Response, { maxBytes, cut = false }: Ask): Promise<Uint8Array | Answer> {
  const announced = Number(response.headers.get('content-length'))
  if (!cut && announced > maxBytes)
    return fail('too-large', sentence('announcedTooLarge', announced, maxBytes))
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = response.body?.getReader()
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader!.read()) {
    chunks.push(piece.value)
    length += piece.value.length
    if (length <= maxBytes) continue
    await reader!.cancel()
    if (cut) break
    return { ...fail('too-large', sentence('tooLarge', maxBytes)), received: length * OVERSHOOT }
  }
  const body = new Uint8Array(Math.min(length, maxBytes))
  let at = 0
  for (const chunk of chunks) {
    body.set(chunk.subarray(0, Math.max(0, body.length - at)), at)
    at = Math.min(body.length, at + chunk.length)
  }
  return body
}

const fail = (reason: FetchFailure, said: Sentence): Answer => ({
  kind: 'failure',
  reason,
  detail: inEnglish(said),
  said,
  received: 0,
})

function failureOf(url: string, error: string): Answer {
  const { hostname } = new URL(url)
  // The address space check says no more than ERR_FAILED (Chromium 156), and nothing else does of an allowed host.
  if (/BLOCKED|LOCAL_NETWORK|PRIVATE_NETWORK|INCONSISTENT_IP|ERR_FAILED/.test(error))
    return fail('unsafe-address', sentence('browserRefused', hostname, error))
  if (/CONTENT_DECODING|INVALID_CHUNKED|INCOMPLETE|CONTENT_LENGTH|INVALID_HTTP|INVALID_RESPONSE/.test(error))
    return fail('broken-body', sentence('unreadable', hostname, error))
  return fail('unreachable', sentence('hostUnreachable', hostname, error))
}
