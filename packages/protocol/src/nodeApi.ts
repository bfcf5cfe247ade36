import { z } from 'zod'
import { canonicalJson } from './canonical.ts'
import { type Signer, verifyEd25519 } from './ed25519.ts'
import { baseUnits, CLOCK_TOLERANCE_SECONDS, ed25519Key, hostName, signedLeaseSchema } from './lease.ts'
import { commitmentSchema, resultSchema, returnSchema, saltSchema } from './result.ts'

/** Calls of a node. Each is signed with the node's key; each may be repeated: the second time changes nothing, but for a turn, which is another. */
export const NODE_CALLS = {
  pair: { method: 'POST', path: '/v1/nodes/pair' },
  leases: { method: 'POST', path: '/v1/nodes/leases' },
  turn: { method: 'POST', path: '/v1/nodes/leases/{leaseId}/turn' },
  commit: { method: 'POST', path: '/v1/nodes/leases/{leaseId}/commit' },
  reveal: { method: 'POST', path: '/v1/nodes/leases/{leaseId}/reveal' },
  return: { method: 'POST', path: '/v1/nodes/leases/{leaseId}/return' },
  clip: { method: 'POST', path: '/v1/nodes/clips' },
  me: { method: 'GET', path: '/v1/nodes/me' },
} as const
export type NodeCall = keyof typeof NODE_CALLS

const instant = z.iso.datetime()
const leaseId = z.uuid()

/**
 * The short code of the signed-in page ties the key that signs this call to an account; without a code the account must
 * have said there that this key is its.
 */
export const pairInput = z.object({
  code: z
    .string()
    .regex(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/, 'a code like 7K2M-Q9XD')
    .optional(),
  name: z.string().trim().min(1).max(80),
  client: z.string().max(80),
})
export const pairOutput = z.object({
  nodeId: z.uuid(),
  /** What leases are signed with. The node keeps it and believes no other. */
  instanceKey: ed25519Key,
  /** Where the instance is reached; the node's User-Agent names its page `/bot`. */
  publicUrl: z.url(),
  now: instant,
})

export const leasesInput = z.object({
  /** Chosen by the node and kept before it asks: the same id gives the same leases again. */
  requestId: z.uuid(),
  count: z.int().min(1).max(20),
  campaignIds: z.array(z.uuid()).max(50).optional(),
  /** Only pages of these hosts (those that the browser was allowed to ask). */
  hosts: z.array(z.string().max(253)).max(500).optional(),
  /** Hosts that the operator blocks, with what is below them. */
  exceptHosts: z.array(z.string().max(253)).max(500).optional(),
  /** Shows what there would be; reserves nothing. */
  preview: z.boolean().optional(),
})
export const leasesOutput = z.object({
  leases: z.array(signedLeaseSchema),
  /** Of a preview. */
  offers: z.array(z.object({ url: z.string(), campaignId: z.uuid(), pay: baseUnits })),
  /** Why there are none, in words, and when to ask again. */
  reason: z.string().nullable(),
  /** The same as a code, so that it can be said in another language. */
  reasonCode: z.string().nullable().default(null),
  retryAfter: z.int().min(0),
  /** Pools whose terms the account has not agreed to: nothing of them is leased. It agrees on the instance's page. */
  consentNeeded: z.array(z.uuid()).default([]),
  now: instant,
})

/** A request beyond the lease's own turns, or one that comes too late for its turn: a redirect, a license, a slow node. */
export const turnInput = z.object({ leaseId, host: hostName })
export const turnOutput = z.object({
  /** Not before. Who comes later than half a second after it asks again. */
  at: instant,
  now: instant,
})

export const commitInput = z.object({ leaseId, commitment: commitmentSchema })
export const commitOutput = z.object({
  /** Seconds until it is worth revealing: others may still have to commit. */
  revealAfter: z.int().min(0),
  now: instant,
})

export const revealInput = z.object({ leaseId, salt: saltSchema, result: resultSchema })
export const revealOutput = z.object({
  /** `wait`: not all replicas have committed; ask again after `retryAfter` seconds. */
  state: z.enum(['wait', 'taken']),
  retryAfter: z.int().min(0),
  now: instant,
})

export const returnInput = returnSchema.extend({ leaseId })
export const returnOutput = z.object({ now: instant })

/** Letters of a clip; a picture is a data URL, and the whole call has to stay below a megabyte. */
export const CLIP_TEXT_LIMIT = 100_000
export const CLIP_IMAGE_LIMIT = 700_000

/** What a person gives of a page that they look at, by their own word: nobody has fetched or checked it. */
export const clipInput = z.object({
  /** Chosen by the node: the same clip is taken once. */
  clipId: z.uuid(),
  campaignId: z.uuid(),
  /** One of the campaign's. */
  tag: z.string().trim().min(1).max(60),
  kind: z.enum(['selection', 'page', 'image']),
  url: z.url({ protocol: /^https?$/ }).max(2000),
  title: z.string().max(500).optional(),
  text: z.string().max(CLIP_TEXT_LIMIT).default(''),
  image: z
    .string()
    .max(CLIP_IMAGE_LIMIT)
    .regex(/^data:image\//, 'a data URL of a picture')
    .optional(),
  observedAt: instant,
})
/**
 * Where a clip stands. `asking`: its source is asked whether it permits it. `held`: the pool's owner has to look at it first.
 * `known`: it is in the pool already. `purged`: its source asked that it goes.
 */
export const CLIP_STATES = ['asking', 'refused', 'taken', 'held', 'known', 'purged'] as const
export const clipOutput = z.object({
  state: z.enum(CLIP_STATES),
  now: instant,
})

/** Amounts of a node, base units of the instance's token. */
const money = z.object({ pending: baseUnits, final: baseUnits })

/** Where a contribution stands. Only `fail` costs anything. */
export const CONTRIBUTION_STATES = [
  'leased',
  'committed',
  'checking',
  'pass',
  'fail',
  'no-evidence',
  'returned',
] as const

export const nodeMeOutput = z.object({
  nodeId: z.uuid(),
  name: z.string(),
  /** Why this node gets nothing now, in words; null when it may work. */
  pausedBecause: z.string().nullable(),
  token: z.object({ symbol: z.string(), decimals: z.int() }),
  earned: z.object({ today: money, all: money }),
  /** Held of pending earnings until results are checked: how much, and how many times a lease's pay is needed. */
  escrow: z.object({ held: baseUnits, timesPay: z.int().min(0) }),
  limits: z.object({ leasesAtOnce: z.int(), leasesPerHour: z.int() }),
  /** Results that held in a row, and how many make a node trusted. */
  trust: z.object({ valid: z.int().min(0), needed: z.int().min(0) }),
  campaigns: z.array(
    z.object({
      campaignId: z.uuid(),
      poolId: z.uuid(),
      poolName: z.string().default(''),
      /** The account has agreed to the pool's terms: without that nothing of it is leased. */
      agreed: z.boolean().default(true),
      name: z.string(),
      pay: baseUnits,
      /** Hosts it asks for; empty when it takes any public site. */
      hosts: z.array(z.string()),
      anyPublicSite: z.boolean(),
      /** What its clips may be about; without any it takes none. */
      tags: z.array(z.string()).default([]),
    }),
  ),
  recent: z.array(
    z.object({
      leaseId,
      url: z.string(),
      state: z.enum(CONTRIBUTION_STATES),
      pay: baseUnits,
      /** Of a failed check: what was compared and what differed. */
      reason: z.string().nullable(),
      at: instant,
    }),
  ),
  /** Clips of the account, the newest first. */
  clips: z
    .array(
      z.object({
        clipId: z.uuid(),
        url: z.string(),
        state: z.enum(CLIP_STATES),
        /** What its source said. */
        reason: z.string().nullable(),
        at: instant,
      }),
    )
    .default([]),
  now: instant,
})

/** The bytes that a node signs of a call: which, when, and its whole input. */
const callMessage = (call: NodeCall, input: unknown, at: string): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(canonicalJson({ kind: 'rowright.node-call.v1', call, input: input ?? {}, at }))

/**
 * The value of a call's `Authorization` header.
 * @param at ISO instant of the instance's clock, as far as the node knows it.
 */
export async function authorizeCall(
  node: Signer,
  call: NodeCall,
  input: unknown,
  at: string,
): Promise<string> {
  const signature = await node.sign(callMessage(call, input, at))
  return `Rowright-Node key=${node.publicKey},at=${at},signature=${signature}`
}

const AUTHORIZATION =
  /^Rowright-Node key=([A-Za-z0-9_-]{43}),at=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z),signature=([A-Za-z0-9_-]{86})$/

export type CallCheck =
  | { ok: true; nodeKey: string; at: string }
  | { ok: false; code: 'unsigned' | 'clock-skew' | 'bad-signature' }

/**
 * Who made a call. It may be repeated by whoever saw it for ten minutes, and changes nothing then.
 * @param input path parameters and body together, as sent. @param now milliseconds.
 */
export async function checkCall(
  header: string | null | undefined,
  call: NodeCall,
  input: unknown,
  now: number,
): Promise<CallCheck> {
  const match = AUTHORIZATION.exec(header ?? '')
  if (!match) return { ok: false, code: 'unsigned' }
  const [, nodeKey, at, signature] = match as unknown as [string, string, string, string]
  if (!(Math.abs(now - Date.parse(at)) <= CLOCK_TOLERANCE_SECONDS * 1000))
    return { ok: false, code: 'clock-skew' }
  return (await verifyEd25519(nodeKey, signature, callMessage(call, input, at)))
    ? { ok: true, nodeKey, at }
    : { ok: false, code: 'bad-signature' }
}
