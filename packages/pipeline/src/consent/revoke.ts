import type { Ctx } from '@rowright/db'
import { emit } from '@rowright/db'
import { revocationLock } from '@rowright/protocol'
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { bytesToHex } from 'viem'
import { selvesOf, survivor } from '../people/index.ts'
import { consent, consentKey, revocation } from './consent.sql.ts'
import { notTheSubject, unknownConsent } from './errors.ts'
import type { Consent } from './grant.ts'
import { unseal } from './seal.ts'

/**
 * Ends a consent: at once, for ever, never refused to its subject. [CON-5]
 * @param input.secret bytes32 of the receipt; with it no account is needed.
 * @returns `before`: it had ended already, and nothing changed.
 * @throws RowrightError `consent/unknown-consent`, `consent/not-the-subject`.
 */
export async function revoke(
  ctx: Ctx,
  input: { poolId: string; consentId: string; secret?: `0x${string}` },
): Promise<{ ended: Consent; before: boolean }> {
  const [row] = await ctx.tx
    .select()
    .from(consent)
    .where(and(eq(consent.poolId, input.poolId), eq(consent.id, input.consentId)))
  if (!row) throw unknownConsent(input.consentId)
  const byReceipt = input.secret !== undefined && revocationLock(input.secret) === row.lock
  const subject = (await survivor(ctx, [row.personId])).get(row.personId)
  const bySubject =
    ctx.actor.kind === 'person' && (ctx.actor.personId === row.personId || ctx.actor.personId === subject)
  if (!byReceipt && !bySubject) throw notTheSubject()
  const added = await ctx.tx
    .insert(revocation)
    .values({
      poolId: input.poolId,
      consentId: input.consentId,
      revokedAt: ctx.now(),
      via: byReceipt ? 'receipt' : 'account',
    })
    .onConflictDoNothing()
    .returning()
  if (added.length > 0) await emit(ctx, 'consent.revoked', input.poolId, { consentId: input.consentId })
  return { ended: row as Consent, before: added.length === 0 }
}

/** Which of these persons have a consent for the pool that holds at `at`: the newest one. [CON-4] */
export async function validConsents(
  ctx: Ctx,
  poolId: string,
  personIds: readonly string[],
  at: Date,
): Promise<
  Map<string, { consentId: string; bodyHash: string; purposes: string[]; licenseeClasses: string[] }>
> {
  const { rows } = await ctx.tx.execute<{
    person_id: string
    id: string
    body_hash: string
    purposes: string[]
    licensee_classes: string[]
  }>(sql`
    select distinct on (c.person_id) c.person_id, c.id, c.body_hash,
      c.body->'purposes' as purposes, c.body->'licenseeClasses' as licensee_classes
    from consent c left join revocation r on r.pool_id = c.pool_id and r.consent_id = c.id
    where c.pool_id = ${poolId} and c.person_id = any(${sql.param([...personIds])}::uuid[])
      and c.granted_at <= ${at} and c.expires_at > ${at} and (r.revoked_at is null or r.revoked_at > ${at})
    order by c.person_id, c.granted_at desc, c.id`)
  return new Map(
    rows.map((row) => [
      row.person_id,
      {
        consentId: row.id,
        bodyHash: row.body_hash,
        purposes: row.purposes,
        licenseeClasses: row.licensee_classes,
      },
    ]),
  )
}

export interface ConsentWithEnd extends Consent {
  revokedAt: Date | null
  /** The secret, when the person's sealing key still exists. */
  secret: `0x${string}` | null
}

/** All consents of a person and those folded into them, newest first, each with its receipt's secret. */
export async function consentsOf(ctx: Ctx, personId: string): Promise<ConsentWithEnd[]> {
  const rows = await ctx.tx
    .select({ consent, revokedAt: revocation.revokedAt, key: consentKey.key })
    .from(consent)
    .leftJoin(revocation, and(eq(revocation.poolId, consent.poolId), eq(revocation.consentId, consent.id)))
    .leftJoin(consentKey, eq(consentKey.personId, consent.personId))
    .where(inArray(consent.personId, await selvesOf(ctx, personId)))
    .orderBy(desc(consent.grantedAt))
  return rows.map(({ consent: row, revokedAt, key }) => ({
    ...(row as Consent),
    revokedAt,
    secret: key && row.sealedSecret ? bytesToHex(unseal(key, row.sealedSecret)) : null,
  }))
}
