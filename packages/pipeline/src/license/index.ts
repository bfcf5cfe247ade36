export { recordAck } from './acknowledge.ts'
export { expiredLicense, lapsedLicense, unknownUse } from './errors.ts'
export { leaveChain, soldOffers } from './leaveChain.ts'
export { license, licenseAck, offer } from './license.sql.ts'
export {
  getMyLicense,
  type License,
  licenseById,
  licensesOfPool,
  myLicenses,
  validLicense,
} from './myLicenses.ts'
export { type Offer, offersOf, type Use } from './offersOf.ts'
export { type LicenseEvent, orphan, record } from './record.ts'
export { closeOffer, type OfferEvent, recordOffer } from './recordOffer.ts'
