export { bandsOf, FILTER_BITS, NEAR_DUPLICATE, nearDuplicate, SAME_PAGE, samePage } from './agreement.ts'
export { commitSeed, drawOf, isCanary, isDrawn, platformLooks } from './audit.ts'
export {
  afterCheck,
  checkRatePpm,
  inquest,
  isTrusted,
  NEW_STANDING,
  type Standing,
  TRUSTED_AFTER,
} from './credibility.ts'
export { ESCROW, ESCROW_SECONDS, type Pending, releasable } from './escrow.ts'
export { coolOffSeconds, leasesAtOnce, newcomerFits } from './newcomers.ts'
export { type ProvenanceLevel, provenanceLevel } from './provenance.ts'
export { type Look, type Outcome, type Verification, verify } from './verify.ts'
