import type { Ctx } from '@rowright/db'
import {
  type ConsentBody,
  type ConsentTerms,
  consentBodySchema,
  consentMessage,
  hashJson,
  revocationLock,
  verifyEd25519,
} from '@rowright/protocol'
import { eq } from 'drizzle-orm'
import { hexToBytes } from 'viem'
import { hasDevice } from '../people/index.ts'
import { getPool } from '../pool/index.ts'
import { consent, consentTermsText } from './consent.sql.ts'
import { invalidConsent } from './errors.ts'
import { seal, sealingKey } from './seal.ts'

export type Consent = typeof consent.$inferSelect & { body: ConsentBody }

/** Keeps the words behind a terms hash. */
export async function keepTerms(ctx: Ctx, hash: string, terms: ConsentTerms): Promise<void> {
  await ctx.tx.insert(consentTermsText).values({ hash, terms }).onConflictDoNothing()
}

const DAY = 86_400_000

/**
 * Records a signed consent. [CON-1..CON-3]
 * @param input.body anything; refused unless it is a `ConsentBody` for this pool's terms.
 * @param input.signature base64url Ed25519 over `consentMessage(body)`.
 * @param input.secret bytes32 hex whose lock is in the body; kept sealed so that one tap can end the consent.
 */
export async function grant(
  ctx: Ctx,
  input: { poolId: string; personId: string; body: unknown; signature: string; secret: `0x${string}` },
): Promise<Consent> {
  const parsed = consentBodySchema.safeParse(input.body)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    const where = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path
    throw invalidConsent(
      `body.${where.join('.')}`,
      `The consent is malformed: ${issue.message}.`,
      'Build it as docs/api.md shows.',
    )
  }
  const body = parsed.data
  await checkTerms(ctx, input.poolId, body)
  if (revocationLock(input.secret) !== body.revocationLock) {
    throw invalidConsent(
      'secret',
      'The secret does not open the lock in the consent.',
      'The lock is keccak256(abi.encode(secret)).',
    )
  }
  if (!(await hasDevice(ctx, input.personId, body.publicKey))) {
    throw invalidConsent(
      'body.publicKey',
      'This key is not one of your devices.',
      'Register it with POST /v1/me/devices first.',
    )
  }
  if (!(await verifyEd25519(body.publicKey, input.signature, consentMessage(body)))) {
    throw invalidConsent(
      'signature',
      'The signature does not belong to this consent.',
      'Sign the canonical JSON of the body with the device key.',
    )
  }

  const bodyHash = hashJson(body)
  const [made] = await ctx.tx
    .insert(consent)
    .values({
      poolId: input.poolId,
      personId: input.personId,
      body,
      bodyHash,
      signature: input.signature,
      lock: body.revocationLock,
      sealedSecret: seal(await sealingKey(ctx, input.personId), hexToBytes(input.secret)),
      grantedAt: ctx.now(),
      expiresAt: new Date(body.expiresAt),
    })
    .onConflictDoNothing({ target: consent.lock })
    .returning()
  if (made) return made as Consent
  // Sent again, perhaps at the same moment: the lock is unique, so it is this consent or a used lock.
  const [known] = await ctx.tx.select().from(consent).where(eq(consent.lock, body.revocationLock))
  if (known?.bodyHash === bodyHash && known.personId === input.personId) return known as Consent
  throw invalidConsent(
    'body.revocationLock',
    'This revocation lock was used before.',
    'Make a fresh random secret for each consent.',
  )
}

async function checkTerms(ctx: Ctx, poolId: string, body: ConsentBody): Promise<void> {
  const pool = await getPool(ctx, poolId)
  const refuse = (field: string, message: string) =>
    invalidConsent(
      `body.${field}`,
      message,
      'Read GET /v1/pools/{poolId}/consent-terms again and sign those.',
    )
  if (body.poolId !== poolId) throw refuse('poolId', 'The consent names another pool.')
  if (body.termsHash !== pool.termsHash)
    throw refuse('termsHash', 'The consent names other terms than the pool has.')
  const extra = body.purposes.find((purpose) => !pool.terms.purposes.includes(purpose))
  if (extra) throw refuse('purposes', `The pool's terms do not have the purpose "${extra}".`)
  const extraClass = body.licenseeClasses.find((one) => !pool.terms.licenseeClasses.includes(one))
  if (extraClass)
    throw refuse('licenseeClasses', `The pool's terms do not have the licensee class "${extraClass}".`)
  const expires = Date.parse(body.expiresAt)
  if (expires <= ctx.now().getTime()) throw refuse('expiresAt', 'The consent has already expired.')
  if (expires > ctx.now().getTime() + (pool.terms.months * 31 + 1) * DAY) {
    throw refuse('expiresAt', `The consent lasts longer than the ${pool.terms.months} months of the terms.`)
  }
  if (Math.abs(Date.parse(body.grantedAt) - ctx.now().getTime()) > DAY) {
    throw refuse(
      'grantedAt',
      'The consent was signed at another time than now; check the clock of the device.',
    )
  }
}
