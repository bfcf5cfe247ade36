export { ackErasure, type SignText } from './ackErasure.ts'
export { recordAck } from './acknowledge.ts'
export { type Erasure, erasuresOf } from './erasuresOf.ts'
export {
  expiredLicense,
  expiredQuote,
  lapsedLicense,
  notThisOrder,
  transactionFailed,
  unknownUse,
} from './errors.ts'
export {
  type AckToSign,
  acknowledgeKept,
  acksAsked,
  type DueAck,
  dueAcks,
  keptAmong,
} from './keptAck.ts'
export { leaveChain, soldOffers } from './leaveChain.ts'
export { erasureAck, keptAck, license, licenseAck, licenseTerms, offer, quote } from './license.sql.ts'
export {
  getMyLicense,
  type License,
  licenseById,
  licensesOfPool,
  myLicenses,
  validLicense,
} from './myLicenses.ts'
export { type Offer, offersOf, type Use } from './offersOf.ts'
export { licenseOfOrder, type Order, openInvoices, ordersOf } from './orders.ts'
export {
  bindTransaction,
  getQuote,
  holderOf,
  licenseeAddresses,
  makeQuote,
  orderReference,
  type Quote,
} from './quote.ts'
export { type LicenseEvent, orphan, record } from './record.ts'
export { closeOffer, type OfferEvent, recordOffer } from './recordOffer.ts'
export {
  type Sold,
  type SoldFilter,
  type SoldTotals,
  STANDINGS,
  soldLicenses,
  soldTotals,
} from './sold.ts'
export { draftTerms, type Terms, termsOfOffer } from './terms.ts'
export type { TermsFacts } from './termsText.ts'
