import { z } from 'zod'
import { canonicalJson } from './canonical.ts'
import { sha256Hex } from './hash.ts'

/** What a labeler's data may be used for; the bit is its place in the on-chain purpose mask. */
export const PURPOSES = ['research', 'model-training', 'model-evaluation'] as const
/** Who may license it; the index is the on-chain licensee class. */
export const LICENSEE_CLASSES = ['anyone', 'academic', 'commercial'] as const

/** Signed by the contributor's device key: what is granted, to which pool, until when. */
export const consentBodySchema = z.object({
  kind: z.literal('rowright.consent.v1'),
  poolId: z.uuid(),
  /** base64url of the 32-byte Ed25519 public key that signs. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'a 32-byte Ed25519 key in base64url'),
  termsHash: z.string().regex(/^[0-9a-f]{64}$/),
  purposes: z.array(z.enum(PURPOSES)).min(1),
  licenseeClasses: z.array(z.enum(LICENSEE_CLASSES)).min(1),
  /** keccak256(abi.encode(secret)): who holds the secret can end this consent, with no account. */
  revocationLock: z.string().regex(/^0x[0-9a-f]{64}$/),
  grantedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  language: z.enum(['en', 'zh-Hant']),
})
export type ConsentBody = z.infer<typeof consentBodySchema>

/** The bytes a device key signs (Ed25519, RFC 8032): the canonical JSON of the body. */
export function consentMessage(body: ConsentBody): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(canonicalJson(body))
}

/** The sentence a contributor agrees to with one tap, and the rule it stands for. */
export interface ConsentTerms {
  purposes: (typeof PURPOSES)[number][]
  licenseeClasses: (typeof LICENSEE_CLASSES)[number][]
  months: number
  /** Free text of the requester, shown under the sentence. */
  note: string
}

/** SHA-256 of the canonical JSON of the terms. */
export function consentTermsHash(terms: ConsentTerms): string {
  return sha256Hex(canonicalJson(terms))
}
