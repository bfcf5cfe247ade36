import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  checkCall,
  clipInput,
  commitInput,
  commitmentOf,
  type Lease,
  leasesInput,
  NODE_CALLS,
  type NodeCall,
  type nodeMeOutput,
  pairInput,
  type ReturnReason,
  returnInput,
  revealInput,
  type SignedLease,
  type Signer,
  signerOf,
  signLease,
  turnInput,
} from '@rowright/protocol'
import type { z } from 'zod'

export interface TestLease {
  leaseId: string
  lease: SignedLease
  commitments: string[]
  reveals: string[]
  paid: number
  text?: string
  returned?: { reason: ReturnReason; detail: string }
}

/**
 * The instance's side of the protocol over real HTTP, for tests of the node alone: it signs and checks as the real one,
 * and can misbehave as the real one never does. `packages/pipeline/src/collect` is the real one.
 */
export interface TestInstance {
  url: string
  signer: Signer
  nodeKey: string | null
  leases: Map<string, TestLease>
  calls: { call: NodeCall; input: Record<string, unknown> }[]
  campaigns: z.input<typeof nodeMeOutput>['campaigns']
  clips: z.output<typeof clipInput>[]
  /** What a preview shows. */
  offers: { url: string; campaignId: string; pay: string }[]
  /** Keys that the account has said are its: they pair without a code. */
  approved: Set<string>
  /** Puts a page into the queue. */
  offer(url: string, more?: Partial<Lease>): void
  /** What the queue's leases go through before they leave: the place to forge. */
  forge: (signed: SignedLease) => SignedLease | Promise<SignedLease>
  /** Called when a call arrives, and again when it was carried out but not yet answered. */
  onCall: (call: NodeCall, when: 'arrived' | 'done') => void | Promise<void>
  /** Reveals answer `wait` so often first. */
  waits: number
  /** Seconds until a node that got nothing asks again. */
  retryAfter: number
  now: () => number
  close(): Promise<void>
}

export const newSigner = async (): Promise<Signer> =>
  signerOf((await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as never)

export const CODE = '7K2M-Q9XD'

export async function openTestInstance(): Promise<TestInstance> {
  const queue: (() => Promise<SignedLease>)[] = []
  const answers = new Map<string, SignedLease[]>()
  const server = createServer((request, response) => {
    // A test that breaks a call breaks its line.
    serve(request, response).catch(() => request.socket.destroy())
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const signer = await newSigner()

  const instance: TestInstance = {
    url,
    signer,
    nodeKey: null,
    leases: new Map(),
    calls: [],
    campaigns: [],
    clips: [],
    offers: [],
    approved: new Set(),
    forge: (signed) => signed,
    onCall: () => {},
    waits: 0,
    retryAfter: 60,
    now: () => Date.now(),
    offer(page, more = {}) {
      queue.push(async () => {
        const lease: Lease = {
          kind: 'rowright.lease.v1',
          leaseId: crypto.randomUUID(),
          poolId: crypto.randomUUID(),
          campaignId: crypto.randomUUID(),
          nodeKey: instance.nodeKey!,
          url: page,
          hosts: [new URL(page).hostname],
          pay: '1200',
          issuedAt: new Date(instance.now()).toISOString(),
          notAfter: new Date(instance.now() + 300_000).toISOString(),
          delaySeconds: 0,
          maxBytes: 2_000_000,
          maxHops: 5,
          ...more,
        }
        return instance.forge(await signLease(lease, signer))
      })
    },
    close: () => closeServer(server),
  }

  async function serve(request: IncomingMessage, response: ServerResponse) {
    const body = await readAll(request)
    const answer = (status: number, value: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    }
    if (request.url === '/v1/nodes/redirect-test')
      return void response.writeHead(302, { location: 'http://127.0.0.1/' }).end()
    const found = callOf(request)
    if (!found) return answer(404, { code: 'request/not-found', title: 'No such call.' })
    const { call, leaseId } = found
    const input = {
      ...(body ? (JSON.parse(body) as object) : {}),
      ...(leaseId ? { leaseId } : {}),
    } as Record<string, unknown>
    const checked = await checkCall(request.headers.authorization, call, input, instance.now())
    if (!checked.ok)
      return answer(401, {
        code: `collect/${checked.code}`,
        title: `Not taken: ${checked.code}.`,
        now: nowText(),
      })
    if (call !== 'pair' && checked.nodeKey !== instance.nodeKey)
      return answer(401, { code: 'collect/unknown-node', title: 'This key is no node.' })
    instance.calls.push({ call, input })
    await instance.onCall(call, 'arrived')
    const { status = 200, ...value } = await CALLS[call](input, checked.nodeKey)
    await instance.onCall(call, 'done')
    answer(status, value)
  }

  const nowText = () => new Date(instance.now()).toISOString()
  type Reply = { status?: number } & Record<string, unknown>
  const refuse = (code: string, title: string): Reply => ({ status: 409, code, title, retryable: false })

  const CALLS: Record<NodeCall, (input: Record<string, unknown>, nodeKey: string) => Promise<Reply> | Reply> =
    {
      pair(input, nodeKey) {
        const { code } = pairInput.parse(input)
        if (code === undefined ? !instance.approved.has(nodeKey) : code !== CODE)
          return refuse('collect/bad-code', 'No such code.')
        instance.nodeKey = nodeKey
        return {
          nodeId: crypto.randomUUID(),
          instanceKey: signer.publicKey,
          publicUrl: 'https://rowright.example/',
          now: nowText(),
        }
      },
      async leases(input) {
        const { requestId, count, hosts, preview } = leasesInput.parse(input)
        if (preview)
          return {
            leases: [],
            offers: instance.offers.slice(0, count),
            reason: null,
            retryAfter: 0,
            now: nowText(),
          }
        let given = answers.get(requestId)
        if (!given) {
          given = []
          while (given.length < count && queue.length > 0) given.push(await queue.shift()!())
          if (hosts) given = given.filter(({ lease }) => hosts.includes(new URL(lease.url).hostname))
          answers.set(requestId, given)
          for (const lease of given)
            instance.leases.set(lease.lease.leaseId, {
              leaseId: lease.lease.leaseId,
              lease,
              commitments: [],
              reveals: [],
              paid: 0,
            })
        }
        return {
          leases: given,
          offers: [],
          reason: given.length > 0 ? null : 'There are no pages now.',
          reasonCode: given.length > 0 ? null : 'no-lease/all-taken',
          retryAfter: instance.retryAfter,
          now: nowText(),
        }
      },
      turn(input) {
        turnInput.parse(input)
        return { at: nowText(), now: nowText() }
      },
      commit(input) {
        const { leaseId, commitment } = commitInput.parse(input)
        const lease = instance.leases.get(leaseId)
        if (!lease) return refuse('collect/no-lease', 'No such lease.')
        if (!lease.commitments.includes(commitment)) lease.commitments.push(commitment)
        return { revealAfter: 0, now: nowText() }
      },
      reveal(input) {
        const { leaseId, salt, result } = revealInput.parse(input)
        const lease = instance.leases.get(leaseId)
        if (!lease || lease.commitments[0] !== commitmentOf(salt, result))
          return refuse('collect/other-result', 'This is not what was committed to.')
        if (instance.waits-- > 0) return { state: 'wait', retryAfter: 1, now: nowText() }
        if (lease.reveals.length === 0) lease.paid++
        lease.reveals.push(result.observedAt)
        lease.text = result.document?.text
        return { state: 'taken', retryAfter: 0, now: nowText() }
      },
      return(input) {
        const { leaseId, reason, detail } = returnInput.parse(input)
        const lease = instance.leases.get(leaseId)
        if (!lease) return refuse('collect/no-lease', 'No such lease.')
        lease.returned = { reason, detail }
        return { now: nowText() }
      },
      clip(input) {
        instance.clips.push(clipInput.parse(input))
        return { state: 'asking', now: nowText() }
      },
      me: () => ({
        nodeId: crypto.randomUUID(),
        name: 'test',
        pausedBecause: null,
        token: { symbol: 'tUSD', decimals: 6 },
        earned: { today: { pending: '0', final: '0' }, all: { pending: '0', final: '0' } },
        escrow: { held: '0', timesPay: 19 },
        limits: { leasesAtOnce: 3, leasesPerHour: 100 },
        trust: { valid: 0, needed: 10 },
        campaigns: instance.campaigns,
        recent: [],
        clips: instance.clips.map(({ clipId, url, observedAt }) => ({
          ...{ clipId, url, state: 'asking', reason: null, at: observedAt },
        })),
        now: nowText(),
      }),
    }
  return instance
}

function callOf(request: IncomingMessage): { call: NodeCall; leaseId?: string } | null {
  for (const [call, { method, path }] of Object.entries(NODE_CALLS)) {
    const pattern = new RegExp(`^${path.replace('{leaseId}', '([0-9a-f-]{36})')}$`)
    const match = request.method === method ? pattern.exec(request.url ?? '') : null
    if (match) return { call: call as NodeCall, leaseId: match[1] }
  }
  return null
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
}
