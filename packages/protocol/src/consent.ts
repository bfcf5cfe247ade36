import { z } from 'zod'
import { canonicalJson } from './canonical.ts'
import { sha256Hex } from './hash.ts'

/** What a labeler's data may be used for; the bit is its place in the on-chain purpose mask. */
export const PURPOSES = ['research', 'model-training', 'model-evaluation'] as const
/** Who may license it; the index is the on-chain licensee class. */
export const LICENSEE_CLASSES = ['anyone', 'academic', 'commercial'] as const

/** Names a consent may hold in each of its two lists: both full, the body is still under 4,000 characters. */
export const MOST_NAMED = 32

const signed = {
  poolId: z.uuid(),
  /** base64url of the 32-byte Ed25519 public key that signs. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'a 32-byte Ed25519 key in base64url'),
  termsHash: z.string().regex(/^[0-9a-f]{64}$/),
  purposes: z.array(z.enum(PURPOSES)).min(1),
  /** keccak256(abi.encode(secret)): who holds the secret can end this consent, with no account. */
  revocationLock: z.string().regex(/^0x[0-9a-f]{64}$/),
  grantedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  language: z.enum(['en', 'zh-Hant']),
}
const classes = z.array(z.enum(LICENSEE_CLASSES))

/** Licensees by the address their license is held by, in lower case: the one name the chain can vouch for. */
export const licenseeNames = z
  .array(z.string().regex(/^0x[0-9a-f]{40}$/, 'an address in lower case: 0x and 40 hex digits'))
  .max(MOST_NAMED)

/** Without named licensees. Those that were given stay what they are, and may still be given. */
const consentBodyV1 = z.strictObject({
  kind: z.literal('rowright.consent.v1'),
  ...signed,
  licenseeClasses: classes.min(1),
})

const consentBodyV2 = z
  .strictObject({
    kind: z.literal('rowright.consent.v2'),
    ...signed,
    /** May be empty: then it is for the licensees that are allowed by name, and for nobody else. */
    licenseeClasses: classes,
    /** `allowed` are added to the classes, `denied` are taken from everything. */
    licensees: z.strictObject({ allowed: licenseeNames, denied: licenseeNames }),
  })
  .check(({ value: { licensees, licenseeClasses }, issues }) => {
    const refuse = (path: (string | number)[], message: string, input: unknown) =>
      issues.push({ code: 'custom', path, message, input })
    for (const list of ['allowed', 'denied'] as const) {
      licensees[list].forEach((name, i) => {
        if (licensees[list].indexOf(name) < i)
          refuse(['licensees', list, i], 'this licensee is named twice', name)
      })
    }
    licensees.denied.forEach((name, i) => {
      if (licensees.allowed.includes(name))
        refuse(['licensees', 'denied', i], 'this licensee is both allowed and denied', name)
    })
    if (licenseeClasses.length === 0 && licensees.allowed.length === 0)
      refuse(['licenseeClasses'], 'a consent is for somebody: a class, or licensees by name', licenseeClasses)
  })

/** Signed by the contributor's device key: what is granted, to which pool, to whom, until when. */
export const consentBodySchema = z.discriminatedUnion('kind', [consentBodyV1, consentBodyV2])
export type ConsentBody = z.infer<typeof consentBodySchema>

/** Who is allowed and denied by name; nobody in a body of the first version. */
export const namedIn = (body: ConsentBody): { allowed: string[]; denied: string[] } =>
  'licensees' in body ? body.licensees : { allowed: [], denied: [] }

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
