import type { Ctx } from '@rowright/db'
import { LICENSEE_CLASSES, PURPOSES, sha256Hex } from '@rowright/protocol'
import { and, eq, isNull } from 'drizzle-orm'
import { noTerms, otherTerms } from './errors.ts'
import { licenseTerms, offer } from './license.sql.ts'
import { termsDocument } from './termsDocument.ts'
import { type TermsFacts, termsText } from './termsText.ts'

export interface Terms {
  /** SHA-256 of `document`, 64 hex digits: what the chain has. */
  hash: string
  /** Markdown. */
  text: string
  /** ODRL, canonical JSON-LD. */
  document: string
}

/**
 * Writes the terms an offer is going to have, and keeps them by their hash: the offer on chain only has the hash.
 * The same facts are the same terms. [LIC-10]
 */
export async function draftTerms(ctx: Ctx, of: TermsFacts): Promise<Terms> {
  const document = termsDocument(of)
  const terms = { hash: sha256Hex(document), text: termsText(of), document }
  await ctx.tx
    .insert(licenseTerms)
    .values({
      ...terms,
      poolId: of.pool.id,
      price: of.price.amount,
      durationSeconds: of.durationSeconds,
      purposeMask: PURPOSES.reduce((mask, one, i) => mask | (of.use.purposes.includes(one) ? 1 << i : 0), 0),
      licenseeClass: LICENSEE_CLASSES.indexOf(of.use.licenseeClass),
    })
    .onConflictDoNothing()
  return terms
}

/**
 * The terms behind an offer's hash. [LIC-10]
 * @throws RowrightError `license/no-terms`: nothing here has that hash, or the offer is not known.
 * `license/other-terms`: the text with that hash says another price, term, purpose or class than the offer on chain.
 */
export async function termsOfOffer(ctx: Ctx, at: { poolId: string; offerId: string }): Promise<Terms> {
  const [found] = await ctx.tx
    .select({ offer, terms: licenseTerms })
    .from(offer)
    .leftJoin(
      licenseTerms,
      and(eq(licenseTerms.hash, offer.termsHash), eq(licenseTerms.poolId, offer.poolId)),
    )
    .where(and(eq(offer.poolId, at.poolId), eq(offer.id, at.offerId), isNull(offer.orphanedAt)))
  if (!found?.terms) throw noTerms(at.offerId)
  const { terms } = found
  for (const said of ['price', 'durationSeconds', 'purposeMask', 'licenseeClass'] as const)
    if (terms[said] !== found.offer[said]) throw otherTerms(at.offerId, said)
  return { hash: terms.hash, text: terms.text, document: terms.document }
}
