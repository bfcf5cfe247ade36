export { type CashOut, cashOutBatch, markFailed, markSent, requestCashOut } from './cashOut.ts'
export { changeChain, everFunded } from './changeChain.ts'
export { closeEpoch } from './closeEpoch.ts'
export { correctPay } from './correctPay.ts'
export { type Distributed, distributionsOf } from './distributionsOf.ts'
export { type Earnings, earningsOf, type PoolEarnings } from './earningsOf.ts'
export { setKeep } from './keep.ts'
export type { Deployed, EpochManifest, ManifestAccount, ManifestLine } from './manifest.ts'
export { type MyLine, myLines } from './myLines.ts'
export { parseManifest } from './parseManifest.ts'
export {
  type Epoch,
  epochs,
  getEpoch,
  markActivated,
  markPosted,
  nextToActivate,
  nextToPost,
  orphanEpochs,
} from './postEpoch.ts'
export { type Proof, proofsOf } from './proofsOf.ts'
export { type Fault, recompute } from './recompute.ts'
export { type ClaimEvent, orphanClaims, recordClaim } from './recordClaim.ts'
export {
  carry,
  cashOut,
  claim,
  correction,
  distribution,
  entitlement,
  epoch,
  epochLine,
  keep,
  leaf,
  sourceShare,
} from './reward.sql.ts'
export { type Reserved, reservedFor } from './sources.ts'
