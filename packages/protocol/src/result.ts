import { z } from 'zod'
import { saltedCommitment } from './hash.ts'
import { ed25519Key } from './lease.ts'

/** Letters of a text that a result may hold. */
export const RESULT_TEXT_LIMIT = 1_000_000
export const RESULT_EVIDENCE_LIMIT = 100
const ADDRESS_LIMIT = 2000

/** Response headers that a result keeps: what permission, freshness and kind rest on, nothing of the connection. */
export const KEPT_HEADERS = [
  'age',
  'cache-control',
  'content-language',
  'content-signal',
  'content-type',
  'content-usage',
  'date',
  'etag',
  'last-modified',
  'link',
  'retry-after',
  'tdm-reservation',
  'x-robots-tag',
] as const

/** The collector's decision, as far as it travels: all refusals, then the rest, up to the limit. */
export const decisionSchema = z.strictObject({
  allowed: z.boolean(),
  reason: z.string().max(2000),
  evidence: z
    .array(
      z.strictObject({
        signal: z.string().max(40),
        stance: z.enum(['refuses', 'permits', 'unclear']),
        where: z.string().max(2500),
        text: z.string().max(500),
        reason: z.string().max(2000),
      }),
    )
    .max(RESULT_EVIDENCE_LIMIT),
})

/** One request of the chain from the leased address to the page. */
export const hopSchema = z.strictObject({
  url: z.string().max(ADDRESS_LIMIT),
  status: z.int().min(0).max(999),
  /** The address that answered, where the client knows it. */
  ip: z.string().max(45).optional(),
})
export type Hop = z.infer<typeof hopSchema>

const words = z.string().max(500)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const fingerprintsSchema = z.strictObject({
  sha256,
  simhash: z.string().regex(/^[0-9a-f]{16}$/),
  /** 128 words of 32 bits, big-endian, in hex. */
  minhash: z.string().regex(/^[0-9a-f]{1024}$/),
})

/** What a node returns for a page that it may take. Revealed only after it was committed to. */
export const resultSchema = z.strictObject({
  kind: z.literal('rowright.result.v1'),
  leaseId: z.uuid(),
  nodeKey: ed25519Key,
  /** Client and version, e.g. `rowright-node/0.1.0`. */
  client: z.string().max(80),
  hops: z.array(hopSchema).min(1).max(6),
  headers: z.array(z.tuple([z.enum(KEPT_HEADERS), z.string().max(2000)])).max(60),
  decision: decisionSchema,
  /** Bytes of the body as read, before decoding of characters; 0 for an unchanged page. */
  bytes: z.int().min(0),
  observedAt: z.iso.datetime(),
  /** Null when the server answered 304 to the lease's entity tag or date. */
  document: z
    .strictObject({
      url: z.string().max(ADDRESS_LIMIT),
      text: z.string().min(1).max(RESULT_TEXT_LIMIT),
      language: z.string().max(10).optional(),
      title: words.optional(),
      authors: z.array(words).max(20),
      publishedAt: z.string().max(40).optional(),
      canonicalUrl: z.string().max(ADDRESS_LIMIT).optional(),
      siteName: words.optional(),
      declaredLanguage: words.optional(),
      licenses: z
        .array(z.strictObject({ url: z.string().max(ADDRESS_LIMIT), where: z.string().max(40) }))
        .max(20),
      links: z.array(z.string().max(ADDRESS_LIMIT)).max(1000),
      /** How many of each kind were taken out; values never leave the machine. */
      personalData: z.record(z.string().max(40), z.int().min(1)),
      fingerprints: fingerprintsSchema,
    })
    .nullable(),
})
export type CollectResult = z.infer<typeof resultSchema>

/** 32 random bytes in hex that hide a result until it is revealed. */
export const saltSchema = z.string().regex(/^[0-9a-f]{64}$/, '32 bytes in hex')
export const commitmentSchema = sha256

/** SHA-256(salt ‖ canonical JSON of the result). The result names lease and node, so a copied commitment opens nothing. */
export const commitmentOf = (saltHex: string, result: CollectResult): string =>
  saltedCommitment(saltHex, result)

/** Why a lease goes back without a document. */
export const RETURN_REASONS = [
  /** The source refuses: robots.txt, an opt-out, a sign-in, a paywall, or no text. `decision` says which. */
  'refused',
  /** 429 and 5xx: the host asks for time. */
  'busy',
  'unreachable',
  /** A private, local or reserved address: never connected to. */
  'unsafe-address',
  'redirect-off-list',
  'too-many-redirects',
  'too-large',
  'too-slow',
  /** A body that does not decompress, or grows without end. */
  'broken-body',
  /** The operator's block list, cap, schedule or switch. */
  'operator',
  'expired',
  /** The node itself failed; never the source's fault. */
  'node-failed',
] as const

export const returnSchema = z.strictObject({
  reason: z.enum(RETURN_REASONS),
  /** One sentence, the same that the operator's log shows. */
  detail: z.string().max(1000),
  hops: z.array(hopSchema).max(6),
  decision: decisionSchema.optional(),
  /** Seconds, as the host asked. */
  retryAfter: z.int().min(0).max(31_536_000).optional(),
  observedAt: z.iso.datetime(),
})
export type LeaseReturn = z.infer<typeof returnSchema>
export type ReturnReason = LeaseReturn['reason']

/** 128 words of 32 bits as hex, big-endian, and back. */
export function encodeMinhash(minhash: Uint32Array): string {
  return Array.from(minhash, (word) => word.toString(16).padStart(8, '0')).join('')
}
export function decodeMinhash(hex: string): Uint32Array {
  return Uint32Array.from(hex.match(/.{8}/g) ?? [], (word) => Number.parseInt(word, 16))
}

/**
 * Bytes of a reveal at most: the letters that the schema allows (text 10⁶, links 2·10⁶, evidence and the rest 0.8·10⁶),
 * each three bytes of UTF-8.
 */
export const REVEAL_BYTES_LIMIT = 12_000_000
