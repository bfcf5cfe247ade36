export { recordAck } from './acknowledge.ts'
export {
  expiredLicense,
  expiredQuote,
  lapsedLicense,
  notThisOrder,
  transactionFailed,
  unknownUse,
} from './errors.ts'
export { leaveChain, soldOffers } from './leaveChain.ts'
export { license, licenseAck, offer, quote } from './license.sql.ts'
export {
  getMyLicense,
  type License,
  licenseById,
  licensesOfPool,
  myLicenses,
  validLicense,
} from './myLicenses.ts'
export { type Offer, offersOf, type Use } from './offersOf.ts'
export {
  bindTransaction,
  getQuote,
  licenseeAddresses,
  makeQuote,
  orderReference,
  type Quote,
} from './quote.ts'
export { type LicenseEvent, orphan, record } from './record.ts'
export { closeOffer, type OfferEvent, recordOffer } from './recordOffer.ts'
