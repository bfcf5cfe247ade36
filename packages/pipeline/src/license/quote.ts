import { type Ctx, violatedConstraint } from '@rowright/db'
import { portableKeccak } from '@rowright/protocol'
import { and, eq, ne } from 'drizzle-orm'
import { addressesOf, audit, personsByAddress } from '../people/index.ts'
import { offerClosed, orderTaken, transactionUsed, unknownOffer, unknownQuote } from './errors.ts'
import { quote } from './license.sql.ts'
import { type Offer, offersOf } from './offersOf.ts'

export type Quote = typeof quote.$inferSelect

/** A price stands for an hour; a transaction that was sent by then may arrive later. */
const STANDS_SECONDS = 3_600
/** An invoice goes through a company's bookkeeping first; its offer cannot change meanwhile, only close. */
const INVOICE_STANDS_SECONDS = 30 * 86_400

/**
 * What a transaction carries so that it pays for this order and no other: Keccak-256 of the quote's id and the buyer's
 * order number, as 32 bytes in hex. [LIC-7]
 */
export const orderReference = (quoteId: string, orderNumber: string | null): `0x${string}` =>
  `0x${Buffer.from(portableKeccak(new TextEncoder().encode(`rowright.order.v1\n${quoteId}\n${orderNumber ?? ''}`))).toString('hex')}`

export interface Asked {
  id: string
  poolId: string
  personId: string
  offerId: string
  licensee: string
  kept: boolean
  orderNumber: string | null
}

/** An open offer. @throws RowrightError `license/unknown-offer`, `license/offer-closed`. */
export async function openOffer(ctx: Ctx, at: { poolId: string; offerId: string }): Promise<Offer> {
  const offer = (await offersOf(ctx, at.poolId)).find((one) => one.id === at.offerId)
  if (!offer) throw unknownOffer(at.offerId)
  if (!offer.open) throw offerClosed(at.offerId)
  return offer
}

/**
 * Notes the price that somebody is told. [LIC-7]
 * @throws RowrightError `license/unknown-offer`, `license/offer-closed`, `license/order-taken`.
 */
export async function makeQuote(ctx: Ctx, asked: Asked): Promise<Quote> {
  const { price, termsHash } = await openOffer(ctx, asked)
  try {
    const [row] = await ctx.tx
      .insert(quote)
      .values({
        ...asked,
        licensee: asked.licensee.toLowerCase(),
        reference: orderReference(asked.id, asked.orderNumber),
        ...{ price, termsHash, createdAt: ctx.now() },
        expiresAt: new Date(
          ctx.now().getTime() + (asked.kept ? INVOICE_STANDS_SECONDS : STANDS_SECONDS) * 1_000,
        ),
      })
      .returning()
    const { id: quoteId, poolId, offerId, personId, orderNumber } = row!
    const detail = { quoteId, poolId, offerId, orderNumber, price: String(price) }
    await audit(ctx, { personId, action: 'purchase.quote', detail })
    return row!
  } catch (error) {
    if (violatedConstraint(error) === 'quote_order') throw orderTaken(asked.orderNumber!)
    throw error
  }
}

/** @throws RowrightError `license/unknown-quote`, also for somebody else's. */
export async function getQuote(ctx: Ctx, of: { quoteId: string; personId: string }): Promise<Quote> {
  const [row] = await ctx.tx
    .select()
    .from(quote)
    .where(and(eq(quote.id, of.quoteId), eq(quote.personId, of.personId)))
  if (!row) throw unknownQuote(of.quoteId)
  return row
}

/**
 * Binds a transaction to the order it pays for, for ever: it pays for no other. Binding it again changes nothing.
 * Whoever named it for another order before the chain knew it has to give it back to the one that it carries. [LIC-8]
 * @param carried whether the chain shows that it carries this order.
 * @throws RowrightError `license/transaction-used`.
 */
export async function bindTransaction(
  ctx: Ctx,
  quoted: Quote,
  { transaction, carried }: { transaction: string; carried: boolean },
): Promise<void> {
  const { id, personId } = quoted
  if (quoted.transaction === transaction) return
  const elsewhere = and(eq(quote.transaction, transaction), ne(quote.id, id))
  if (carried) await ctx.tx.update(quote).set({ transaction: null, submittedAt: null }).where(elsewhere)
  try {
    await ctx.tx.update(quote).set({ transaction, submittedAt: ctx.now() }).where(eq(quote.id, id))
    await audit(ctx, { personId, action: 'purchase.submit', detail: { quoteId: id, transaction } })
  } catch (error) {
    if (violatedConstraint(error) === 'quote_transaction') throw transactionUsed()
    throw error
  }
}

/** Whose account an address is, be it their wallet or kept for their invoices; undefined when nobody's. [LIC-9] */
export async function holderOf(ctx: Ctx, address: string): Promise<string | undefined> {
  const wallet = (await personsByAddress(ctx, [address])).get(address)
  if (wallet) return wallet
  const [kept] = await ctx.tx
    .select({ personId: quote.personId })
    .from(quote)
    .where(and(eq(quote.licensee, address), eq(quote.kept, true)))
  return kept?.personId
}

/** The addresses whose licenses are a person's: wallets, and those kept for invoices. [LIC-9] */
export async function licenseeAddresses(ctx: Ctx, personId: string): Promise<string[]> {
  const kept = await ctx.tx
    .select({ address: quote.licensee })
    .from(quote)
    .where(and(eq(quote.personId, personId), eq(quote.kept, true)))
  return [...(await addressesOf(ctx, personId)), ...kept.map(({ address }) => address)]
}
