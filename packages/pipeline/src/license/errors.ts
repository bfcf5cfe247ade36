import { RowrightError } from '@rowright/protocol'

export const unknownLicense = (licenseId: string) =>
  new RowrightError('license/unknown-license', 'None of your addresses holds this license.', {
    status: 404,
    field: 'licenseId',
    hint: 'List your licenses with GET /v1/licenses.',
    context: { licenseId },
  })
export const expiredLicense = (licenseId: string, expiresAt: Date) =>
  new RowrightError('license/expired', 'This license has expired.', {
    status: 403,
    field: 'licenseId',
    hint: 'Buy an offer of the pool again; your data before it stays under the terms you had.',
    context: { licenseId, expiresAt: expiresAt.toISOString() },
  })
export const unknownUse = (licenseId: string) =>
  new RowrightError(
    'license/unknown-use',
    'The offer behind this license is not known, so it admits no row.',
    {
      status: 403,
      field: 'licenseId',
      hint: 'Wait until the chain is read, then try again; if it stays so, tell the steward.',
      context: { licenseId },
    },
  )
export const lapsedLicense = (licenseId: string, epoch: number) =>
  new RowrightError(
    'license/lapsed',
    'This license has lapsed: ended consents were not acknowledged in time.',
    {
      status: 403,
      field: 'licenseId',
      hint: `Remove the rows that ended, then call Licenses.ackRevocations(${licenseId}, ${epoch}) with the licensee's wallet; it is then valid again.`,
      context: { licenseId, epoch },
    },
  )
export const notKept = (licenseId: string) =>
  new RowrightError('license/not-kept', 'This license belongs to a wallet of yours, which says so itself.', {
    status: 409,
    field: 'licenseId',
    hint: `Call Licenses.ackRevocations(${licenseId}, epoch) with that wallet, or hand in its signature by ackRevocationsBySig.`,
    context: { licenseId },
  })
export const nothingToAcknowledge = (licenseId: string) =>
  new RowrightError('license/nothing-to-acknowledge', 'This license has no revocation to acknowledge.', {
    status: 409,
    field: 'licenseId',
    hint: 'There is nothing to do: `acknowledge` of GET /v1/licenses says when there is.',
    context: { licenseId },
  })
export const unknownOffer = (offerId: string) =>
  new RowrightError('license/unknown-offer', 'This pool has no such offer.', {
    status: 404,
    field: 'offerId',
    hint: 'List the offers with GET /v1/pools/{poolId}/offers.',
    context: { offerId },
  })
export const offerClosed = (offerId: string) =>
  new RowrightError('license/offer-closed', 'This offer is closed: it sells no more.', {
    status: 409,
    field: 'offerId',
    hint: 'Choose an open offer of GET /v1/pools/{poolId}/offers.',
    context: { offerId },
  })
/** Also for a quote of somebody else. */
export const unknownQuote = (quoteId: string) =>
  new RowrightError('license/unknown-quote', 'You have no such quote.', {
    status: 404,
    field: 'quoteId',
    hint: 'Ask for one with POST /v1/quotes.',
    context: { quoteId },
  })
export const expiredQuote = (quoteId: string) =>
  new RowrightError('license/quote-expired', 'This quote has expired, and nothing was paid for it.', {
    status: 409,
    field: 'quoteId',
    hint: 'Ask for a new one with POST /v1/quotes.',
    context: { quoteId },
  })
export const orderTaken = (orderNumber: string) =>
  new RowrightError('license/order-taken', 'You have a quote with this order number already.', {
    status: 409,
    field: 'orderNumber',
    hint: 'An order number pays once: go on with that quote, or use another number.',
    context: { orderNumber },
  })
/** Says nothing of whose it was. */
export const transactionUsed = () =>
  new RowrightError('license/transaction-used', 'This transaction has paid for another order.', {
    status: 409,
    field: 'transaction',
    hint: 'Send the transaction that was made for this quote.',
  })
export const notThisOrder = (why: string) =>
  new RowrightError('license/not-this-order', `This transaction does not pay for this quote: ${why}.`, {
    status: 422,
    field: 'transaction',
    hint: 'Send what the quote says under `transaction` or `authorization`, unchanged; it carries the order.',
  })
export const transactionFailed = () =>
  new RowrightError('license/transaction-failed', 'The chain refused this transaction: nothing was paid.', {
    status: 409,
    field: 'transaction',
    hint: 'Look at the allowance and the balance of the payer, then send a new transaction for the same quote.',
  })
export const noTerms = (offerId: string) =>
  new RowrightError('license/no-terms', 'No text with the terms hash of this offer is known here.', {
    status: 404,
    field: 'offerId',
    hint: 'Ask the requester of the pool for the text; its SHA-256 must be the terms hash of the offer.',
    context: { offerId },
  })
export const otherTerms = (offerId: string, field: string) =>
  new RowrightError('license/other-terms', `The terms of this offer say another ${field} than the chain.`, {
    status: 409,
    field: 'offerId',
    hint: 'Do not buy this offer; ask the requester to make it again.',
    context: { offerId, field },
  })
export const unknownChange = (through: number, last: number) =>
  new RowrightError('license/unknown-change', `The pool has no change ${through} yet.`, {
    status: 422,
    field: 'through',
    hint: 'Send the number of the last tombstone that you worked off: GET /v1/licenses/{licenseId}/tombstones.',
    context: { through, last },
  })
