export { type Claim, type ClaimOutcome, claimMany } from './claimMany.ts'
export { bytecodeOf, compile } from './compile.ts'
export { anchorConsents, openRevocationEpoch, revokeMany } from './consents.ts'
export { type DeployOptions, deploy } from './deploy.ts'
export {
  ackRevocations,
  ackRevocationsBySig,
  addOffer,
  buyLicense,
  distribute,
  type OfferToAdd,
  type Purchase,
} from './licenses.ts'
export {
  createPool,
  fundCampaign,
  type PoolToCreate,
  publishSnapshot,
  type SnapshotToPublish,
} from './pools.ts'
export { activate, postRoot, type RootToPost } from './postRoot.ts'
export type { Sent } from './receipt.ts'
export { closeCampaign, refund, settleCampaign } from './refunds.ts'
export { CHAIN_ROLES, type ChainRole, giveAdmin, giveRole, readRole } from './roles.ts'
export { openSender, type Sender } from './sender.ts'
export { allow, mintTestDollars } from './token.ts'
