export { LISTING_FAULTS } from '@rowright/collector/listing'
export { type Admissible, admissible, markAdmitted, type Repetition, type SeenAgain } from './admission.ts'
export { bandsOf, FILTER_BITS, NEAR_DUPLICATE, nearDuplicate, SAME_PAGE, samePage } from './agreement.ts'
export { type Ask, ask, type Handed } from './ask.ts'
export { commitSeed, drawOf, isCanary, isDrawn, platformLooks } from './audit.ts'
export { askedForCanary, type CanaryCounts, canaryCounts, keepCanaryHosts } from './canaries.ts'
export type { CanaryPage } from './canaryPage.ts'
export { clip } from './clip.sql.ts'
export { type ClipState, type GivenClip, giveClip } from './clip.ts'
export { markClip, type PermittedClip, permittedClip } from './clipItem.ts'
export { type AskSource, nextClip, type SourceSaid, tellClip } from './clipSource.ts'
export {
  addUrls,
  draftCollect,
  endCollection,
  getCollection,
  queueUrls,
  setDocuments,
  settleCollections,
  startCollection,
} from './collection.ts'
export { commit } from './commit.ts'
export { contribution, lease, leasePay, look } from './contribution.sql.ts'
export { type CollectionCost, costOf } from './cost.ts'
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
export { frontierUrl, host, seed, takeDown } from './frontier.sql.ts'
export { expireLeases, giveBack } from './giveBack.ts'
export { unchangedPayOf } from './known.ts'
export { leaseBody } from './leaseBody.ts'
export { lookAtSuspects } from './lookAtSuspects.ts'
export { coolOffSeconds, LEASES_PER_HOUR, leasesAtOnce, newcomerFits } from './newcomers.ts'
export { canary, canaryHost, networkCoolOff, nodeStanding } from './node.sql.ts'
export { approveNodeKey, makeNodeCode, type Node, nodeOfKey, nodesOf, pairNode } from './nodes.ts'
export { type NodeView, nodeView } from './nodeView.ts'
export { offersFor } from './offers.ts'
export { type OpenCollection, openCollections } from './openCollections.ts'
export { finalize, pendingAccounts } from './pay.ts'
export { type AuditPeriod, auditPeriods } from './periods.ts'
export { type FetchPage, nextLook, takeTurn, tellLook, type WantedLook } from './platformLook.ts'
export { type CollectionProgress, progressOf } from './progress.ts'
export { type ProvenanceLevel, provenanceLevel } from './provenance.ts'
export { takeDownSize } from './purgeSource.ts'
export { nextSeed, type ReadListing, tellSeed, type WantedSeed } from './readSeeds.ts'
export { type Freshness, freshnessOf, refreshDue, setRefresh } from './refresh.ts'
export { reveal } from './reveal.ts'
export { addSeeds, NOT_TAKEN, type NotTaken, removeSeed, type Seed, seedsOf, singlePagesOf } from './seeds.ts'
export {
  askTakeDown,
  decideTakeDown,
  getTakeDown,
  type TakeDown,
  takeDowns,
} from './takeDown.ts'
export { askTurn } from './turn.ts'
export { type Look, type Outcome, type Verification, verify } from './verify.ts'
