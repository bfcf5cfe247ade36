import { lookup } from 'node:dns/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Answer, Ask, Fetcher, FetchFailure } from '@rowright/node'
import { whyNotPublic } from '@rowright/protocol/public-address'
import { BodyFault, readBody } from './readBody.ts'

/** Where tests put their own internet. Everything between the two is what runs for real. */
export interface Wires {
  /** All addresses of a name. */
  resolve(host: string): Promise<string[]>
  /** Where a checked address is reached. */
  dial(address: string, port: number): { host: string; port: number }
  /** Certificates that are trusted besides the machine's own. */
  ca?: string
}

const REAL_WIRES: Wires = {
  resolve: async (host) => (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address),
  dial: (address, port) => ({ host: address, port }),
}

export interface GuardOptions {
  userAgent: string
  wires?: Wires
  /** Milliseconds to an answer's headers, and to its end. */
  patience?: { headers: number; whole: number }
}

const PATIENCE = { headers: 15_000, whole: 30_000 }
const MOST_HEADER_BYTES = 65_536

/**
 * GETs pages of the public internet and nothing else: the name is resolved here, every address it has must be public,
 * and the connection goes to the very address that was checked, so that no second answer of DNS can lead elsewhere.
 * Redirects are returned, not followed. No cookie, no referrer, no other request than GET. [NOD-20…NOD-25]
 */
export function openGuard({ userAgent, wires = REAL_WIRES, patience = PATIENCE }: GuardOptions): Fetcher {
  return {
    async get(ask) {
      const url = new URL(ask.url)
      const pinned = await pin(url, wires)
      if (typeof pinned !== 'string') return pinned
      const deadline = AbortSignal.timeout(patience.whole)
      const started: { socket?: Socket } = {}
      try {
        const response = await open(url, pinned, ask, { userAgent, wires, patience, deadline, started })
        const headers = pairsOf(response.rawHeaders)
        const base = {
          status: response.statusCode ?? 0,
          headers,
          location: response.headers.location ?? null,
          ip: pinned,
        }
        // What a redirect or an error says in its body is nobody's business.
        const wanted = base.status === 200 || base.status === 203 || ask.cut === true
        const body = wanted ? await readBody(response, ask, deadline) : new Uint8Array()
        return { kind: 'answer', ...base, body, received: started.socket?.bytesRead ?? body.length }
      } catch (error) {
        return { ...failureOf(error, url, patience), received: started.socket?.bytesRead ?? 0 }
      } finally {
        started.socket?.destroy()
      }
    },
  }
}

const fail = (reason: FetchFailure, detail: string): Answer => ({
  kind: 'failure',
  reason,
  detail,
  received: 0,
})

/** The checked address that the connection will go to; IPv4 first, for it is there more often. */
async function pin(url: URL, wires: Wires): Promise<string | Answer> {
  const host = url.hostname
  if (!/^https?:$/.test(url.protocol))
    return fail('unsafe-address', `"${url.protocol}" is not http or https.`)
  if (url.port !== '') return fail('unsafe-address', `Port ${url.port} is not the one of the web.`)
  // Every spelling of an address (2130706433, 0x7f.1, [::1]) is one by now: the URL parser writes it out.
  if (isIP(host.replace(/^\[|\]$/g, ''))) return fail('unsafe-address', `${host} is an address, not a name.`)
  let addresses: string[]
  try {
    addresses = await wires.resolve(host)
  } catch (error) {
    return fail('unreachable', `${host} has no address (${codeOf(error) ?? 'DNS'}).`)
  }
  if (addresses.length === 0) return fail('unreachable', `${host} has no address.`)
  for (const address of addresses) {
    const why = whyNotPublic(address)
    if (why) return fail('unsafe-address', `${host} is ${address}: ${why}. No connection was made.`)
  }
  return addresses.find((address) => isIP(address) === 4) ?? addresses[0]!
}

interface Opening {
  userAgent: string
  wires: Wires
  patience: { headers: number; whole: number }
  deadline: AbortSignal
  started: { socket?: Socket }
}

function open(url: URL, pinned: string, ask: Ask, opening: Opening): Promise<IncomingMessage> {
  const { wires, started, deadline } = opening
  const secure = url.protocol === 'https:'
  const { host, port } = wires.dial(pinned, secure ? 443 : 80)
  const createConnection = () => {
    const socket = secure
      ? connectTls({ host, port, servername: url.hostname, ALPNProtocols: ['http/1.1'], ca: wires.ca })
      : connect({ host, port })
    started.socket = socket
    return socket
  }
  return new Promise((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)(url, {
      method: 'GET',
      // No agent at all: any agent, `false` too, would connect by itself and ask DNS a second time.
      createConnection,
      maxHeaderSize: MOST_HEADER_BYTES,
      signal: deadline,
      headers: {
        // Without an agent Node writes the default port too, which browsers never do and some servers take for another name.
        host: url.host,
        connection: 'close',
        'user-agent': opening.userAgent,
        accept: 'text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1',
        'accept-language': '*',
        'accept-encoding': 'gzip, deflate, br',
        ...(ask.etag ? { 'if-none-match': ask.etag } : {}),
        ...(ask.modifiedSince ? { 'if-modified-since': ask.modifiedSince } : {}),
      },
    })
    const slow = setTimeout(
      () =>
        request.destroy(new BodyFault('too-slow', `No answer within ${opening.patience.headers / 1000} s.`)),
      opening.patience.headers,
    )
    request.once('response', (response) => {
      clearTimeout(slow)
      resolve(response)
    })
    request.once('error', (error) => {
      clearTimeout(slow)
      reject(error)
    })
    request.end()
  })
}

function pairsOf(raw: string[]): [string, string][] {
  const pairs: [string, string][] = []
  for (let at = 0; at + 1 < raw.length; at += 2) pairs.push([raw[at]!.toLowerCase(), raw[at + 1]!])
  return pairs
}

function failureOf(error: unknown, url: URL, patience: { whole: number }): Answer & { kind: 'failure' } {
  const failed = (reason: FetchFailure, detail: string) => ({
    kind: 'failure' as const,
    reason,
    detail,
    received: 0,
  })
  if (error instanceof BodyFault) return failed(error.reason, error.message)
  const { name, message } = error as Error
  if (name === 'AbortError' || name === 'TimeoutError')
    return failed('too-slow', `The page was not there within ${patience.whole / 1000} s.`)
  const code = codeOf(error)
  if (code?.startsWith('HPE_')) return failed('broken-body', `${url.hostname} does not speak HTTP (${code}).`)
  return failed('unreachable', `${url.hostname} cannot be reached (${code ?? message}).`)
}

/** System errors have a text for a code; a `DOMException` has a number. */
function codeOf(error: unknown): string | undefined {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : undefined
}
