import { mkdtemp, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import type { Deployment } from '@rowright/chain'
import { folderBlobStore, type Log, silentLog } from '@rowright/db'
import type { Problem } from '@rowright/protocol'
import { ANYWHERE, type System } from '@rowright/server'
import type { TestDatabase } from '@rowright/testing'
import type { PrivateKeyAccount } from 'viem/accounts'
import { createSiweMessage } from 'viem/siwe'
import { makeApp } from './app.ts'
import { undescribed } from './testDescribed.ts'
import { refuseUnparsed } from './unparsed.ts'

/** What came back, with the body read. */
export interface Answer<T = Record<string, unknown>> {
  status: number
  headers: Headers
  text: string
  /** The body as JSON; undefined when it is none. */
  json: T
}

/** What is sent beside path and method. `token`: of a session or an API key. */
export interface Sent {
  token?: string | undefined
  json?: unknown
  body?: string | Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
}

/** The front door on a port of its own, as one client sees it. */
export interface TestDoor {
  url: string
  system: System
  /** What the door wrote to its log as an error: empty, unless a test wants otherwise. */
  faults: string[]
  send<T = Record<string, unknown>>(method: string, path: string, sent?: Sent): Promise<Answer<T>>
  /** A tRPC call; its problem, if any, is in `error.data.problem`. */
  trpc(type: 'query' | 'mutation', path: string, input: unknown, token?: string): Promise<Answer<TrpcAnswer>>
  /** Signs in a new guest. */
  guest(): Promise<Session>
  /** Signs in with a wallet (ERC-4361). */
  wallet(account: PrivateKeyAccount): Promise<Session>
  close(): Promise<void>
}

export interface Session {
  token: string
  /** As a browser sends it back. */
  cookie: string
  personId: string
}

export interface TrpcAnswer {
  result?: { data: unknown }
  error?: { message: string; data: { code: string; httpStatus: number; problem: Problem; stack?: string } }
}

export interface DoorOptions {
  profile?: 'local' | 'production'
  publicUrl?: string
  rpcUrl?: string
  deployment?: Deployment
  relayer?: `0x${string}`
  rateFactor?: number
  trustedProxies?: number
  webUrl?: string
  /** Origins of canaries; the test writes them down itself. */
  canaries?: readonly string[]
  /** Shared with another door, so that both are one instance. */
  blobs?: string
}

/** Nothing listens there. */
export const NOWHERE = 'http://127.0.0.1:9'

/** Serves the front door over a test's database. */
export async function openDoor(database: TestDatabase, options: DoorOptions = {}): Promise<TestDoor> {
  const folder = await mkdtemp(join(tmpdir(), 'rowright-door-'))
  const publicUrl = options.publicUrl ?? 'http://localhost:3000'
  const faults: string[] = []
  const log: Log = {
    ...silentLog,
    error: (message, fields) => faults.push(`${message} ${JSON.stringify(fields ?? {})}`),
  }
  const system: System = {
    database: { ...database.database, log },
    blobs: folderBlobStore(options.blobs ?? folder),
    config: {
      name: 'Rowright',
      profile: options.profile ?? 'local',
      publicUrl,
      epochSeconds: 60,
      authSecret: 'a secret for tests only, 32 characters or more',
      rpcUrl: options.rpcUrl ?? NOWHERE,
      rateFactor: options.rateFactor ?? 100,
      relayer: options.relayer ?? null,
    },
    deployment: async () => options.deployment ?? null,
  }
  const { webUrl, trustedProxies = 0, canaries } = options
  const app = makeApp({ system, webUrl, trustedProxies, canaries })
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const listen = { fetch: app.fetch, hostname: '127.0.0.1', port: 0 }
    // The client closes: a busy test would send on what the door has closed a moment ago.
    const started = serve({ ...listen, serverOptions: { keepAliveTimeout: 0 } }, () => resolve(started))
  })
  refuseUnparsed(server as Server)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const send: TestDoor['send'] = async <T>(method: string, path: string, sent: Sent = {}) => {
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(sent.token ? { authorization: `Bearer ${sent.token}` } : {}),
        ...(sent.json === undefined ? {} : { 'content-type': 'application/json' }),
        ...sent.headers,
      },
      ...(sent.json === undefined ? {} : { body: JSON.stringify(sent.json) }),
      ...(sent.body === undefined ? {} : { body: sent.body }),
    })
    const text = await response.text()
    const wrong = undescribed(method, response.url, response.status, parsed(text), ANYWHERE)
    if (wrong) throw new Error(wrong)
    return { status: response.status, headers: response.headers, text, json: parsed(text) as T }
  }
  const session = async (answer: Answer): Promise<Session> => {
    const token = answer.headers.get('set-auth-token')
    if (!token) throw new Error(`not signed in: ${answer.status} ${answer.text}`)
    const me = await send<{ id: string }>('GET', '/v1/me', { token })
    const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0])
    return { token, cookie: cookie.join('; '), personId: me.json.id }
  }
  return {
    url,
    system,
    faults,
    send,
    trpc: (type, path, input, token) =>
      type === 'mutation'
        ? send('POST', `/trpc/${path}`, { token, json: input })
        : send('GET', `/trpc/${path}${queryOf(input)}`, { token }),
    guest: async () => session(await send('POST', '/api/auth/sign-in/anonymous', { json: {} })),
    wallet: async (account) => {
      const { json } = await send<{ nonce: string }>('POST', '/api/auth/siwe/nonce', { json: {} })
      const message = siweMessage(account.address, json.nonce, {
        publicUrl,
        chainId: options.deployment?.chainId,
      })
      const signature = await account.signMessage({ message })
      return session(await send('POST', '/api/auth/siwe/verify', { json: { message, signature } }))
    },
    close: async () => {
      await new Promise((resolve) => {
        server.close(resolve)
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A message that the front door of `publicUrl` accepts, unless something in it is changed. */
export function siweMessage(
  address: `0x${string}`,
  nonce: string,
  {
    publicUrl = 'http://localhost:3000',
    ...changed
  }: Partial<Parameters<typeof createSiweMessage>[0]> & {
    publicUrl?: string
  } = {},
): string {
  const rest = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined))
  const plain = { chainId: 31_337, domain: new URL(publicUrl).host, uri: publicUrl, version: '1' as const }
  return createSiweMessage({ ...plain, address, nonce, ...rest })
}

const queryOf = (input: unknown) =>
  input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
