import { z } from 'zod'
import { canonicalJson } from './canonical.ts'
import { type Signer, verifyEd25519 } from './ed25519.ts'

export const ed25519Key = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'a 32-byte Ed25519 key in base64url')
export const ed25519Signature = z
  .string()
  .regex(/^[A-Za-z0-9_-]{86}$/, 'a 64-byte Ed25519 signature in base64url')
/** Base units of the instance's token. */
export const baseUnits = z.string().regex(/^\d{1,30}$/, 'a whole number of base units')

/** The product token that robots.txt may name us by. */
export const ROBOT = 'RowrightBot'

/** What every node and the instance itself say they are; the page behind the address explains it and how to object. */
export const userAgentOf = (publicUrl: string): string => `${ROBOT}/0.1 (+${new URL('/bot', publicUrl).href})`

/**
 * Requests to a host that a node's first lease of it in a day may take: robots.txt, tdmrep.json, ai.txt and the page.
 * The instance keeps that many turns of the host free for it.
 */
export const REQUESTS_OF_FIRST_LEASE = 4

/** Bytes of a page that any lease may ask for. */
export const LEASE_BYTES_LIMIT = 10_000_000
export const LEASE_HOPS_LIMIT = 5

export const hostName = z
  .string()
  .max(253)
  .regex(/^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/, 'a host name in lower case')

/**
 * One page for one node, as plain data: an address and limits, nothing that runs, no header, no method but GET.
 * Signed by the instance, so that nobody between it and the node can send the node anywhere.
 */
export const leaseSchema = z.strictObject({
  kind: z.literal('rowright.lease.v1'),
  leaseId: z.uuid(),
  poolId: z.uuid(),
  campaignId: z.uuid(),
  /** The key of the node that may use it. */
  nodeKey: ed25519Key,
  url: z.url({ protocol: /^https?$/ }).max(2000),
  /** Host names that may be asked, redirects included; the first is the page's. */
  hosts: z.array(hostName).min(1).max(10),
  /** What a verified, unique, permitted document pays, in base units. */
  pay: baseUnits,
  issuedAt: z.iso.datetime(),
  /** The host is asked for nothing before: the instance spaces all nodes. */
  notBefore: z.iso.datetime().optional(),
  /** Requests to the page's host that have their turns from `notBefore` on, `delaySeconds` apart; each other request asks for one. */
  turns: z.int().min(1).max(REQUESTS_OF_FIRST_LEASE).optional(),
  /** The commitment must be in by then. */
  notAfter: z.iso.datetime(),
  /** The least between two requests of this node to one host, in seconds. */
  delaySeconds: z.number().min(0).max(3600),
  /** Bytes of the body, decoded; a longer one is given up. */
  maxBytes: z.int().min(1).max(LEASE_BYTES_LIMIT),
  maxHops: z.int().min(0).max(LEASE_HOPS_LIMIT),
  /** For a page that is known: its entity tag; the server may answer 304, and nothing is sent twice. */
  etag: z
    .string()
    .max(200)
    .regex(/^(?:W\/)?"[\x21\x23-\x7e]*"$/, 'an entity tag (RFC 9110 §8.8.3)')
    .optional(),
  /** Its `Last-Modified`, as its server wrote it. */
  modifiedSince: z
    .string()
    .regex(/^[\x20-\x7e]{10,60}$/, 'a date as HTTP writes it')
    .optional(),
  /** What it pays when the page is as it is known: the server says so by 304, or the text is the same. */
  unchangedPay: baseUnits.optional(),
})
export type Lease = z.infer<typeof leaseSchema>

export const signedLeaseSchema = z.strictObject({ lease: leaseSchema, signature: ed25519Signature })
export type SignedLease = z.infer<typeof signedLeaseSchema>

/** The bytes that the instance signs: the canonical JSON of the lease; its `kind` keeps it from being anything else. */
export const leaseMessage = (lease: Lease): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(canonicalJson(lease))

export async function signLease(lease: Lease, instance: Signer): Promise<SignedLease> {
  return { lease, signature: await instance.sign(leaseMessage(lease)) }
}

/** Why a lease is not used. The operator's log has the words. */
export interface LeaseFault {
  code: 'malformed' | 'forged' | 'not-mine' | 'host-not-allowed' | 'expired' | 'from-the-future'
  /** What is wrong, which host it is, or when it would hold; empty where the code says all. */
  about: string
}

/** Clocks that differ by less are as good as equal. */
export const CLOCK_TOLERANCE_SECONDS = 300

/**
 * What a node asks of a lease before it moves: it is of the known form, signed by the paired instance, for this node,
 * for a host on its own list, issued and not over.
 * @param against.now the node's clock, corrected by what the instance said of its own. Milliseconds.
 */
export async function checkLease(
  input: unknown,
  against: { instanceKey: string; nodeKey: string; now: number },
): Promise<{ ok: true; lease: Lease } | { ok: false; fault: LeaseFault }> {
  const refuse = (code: LeaseFault['code'], about = '') => ({ ok: false as const, fault: { code, about } })
  const parsed = signedLeaseSchema.safeParse(input)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return refuse('malformed', `${issue?.path.join('.')}: ${issue?.message}`)
  }
  const { lease, signature } = parsed.data
  if (!(await verifyEd25519(against.instanceKey, signature, leaseMessage(lease)))) return refuse('forged')
  if (lease.nodeKey !== against.nodeKey) return refuse('not-mine')
  const { hostname } = new URL(lease.url)
  if (lease.hosts[0] !== hostname) return refuse('host-not-allowed', hostname)
  if (against.now > Date.parse(lease.notAfter)) return refuse('expired', lease.notAfter)
  if (against.now < Date.parse(lease.issuedAt) - CLOCK_TOLERANCE_SECONDS * 1000)
    return refuse('from-the-future', lease.issuedAt)
  return { ok: true, lease }
}
