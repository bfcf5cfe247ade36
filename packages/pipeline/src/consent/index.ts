export {
  consentBatch,
  lastAnchoredAt,
  markAnchored,
  orphanAnchors,
  recordChainRevocation,
  revocationsToSend,
  type WaitingConsent,
} from './anchor.ts'
export {
  consent,
  consentAnchor,
  consentKey,
  consentTermsText,
  revocation,
  revocationEpoch,
} from './consent.sql.ts'
export { type Consent, grant, keepTerms } from './grant.ts'
export { type DueEpoch, recordRevocationEpoch, revocationRoot, takeDueEpochs } from './revocationEpochs.ts'
export { type ConsentWithEnd, consentsOf, revoke, validConsents } from './revoke.ts'
export { eraseSealingKey } from './seal.ts'
