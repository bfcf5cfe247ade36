export { invalidCampaign, notFunded, notTheRequester, wrongStatus } from './errors.ts'
export {
  commitSlots,
  type FundingEvent,
  fundedOf,
  orphanFunding,
  orphanPools,
  poolByChainId,
  poolsOnChain,
  recordFunding,
  recordPoolCreated,
  releaseSlots,
} from './fund.ts'
export { carriedOf, leaveChain } from './leaveChain.ts'
export {
  type Campaign,
  COLLECT,
  checkQuestion,
  DEFAULT_ROW_SPLIT,
  draftCampaign,
  draftCollection,
  getCampaign,
  getOwnPool,
  getPool,
  type Label,
  markSettled,
  type NewCampaign,
  open,
  type Pool,
  type RowSplit,
  raiseLeast,
  setQuestion,
  setStatus,
} from './open.ts'
export { campaign, campaignEnd, campaignFunding, campaignRefund, pool, poolTerms } from './pool.sql.ts'
export { type Quota, STRATA, type Stratum } from './quota.ts'
export {
  orphanRefunds,
  type RefundEvent,
  recordClosed,
  recordRefund,
  recordSettled,
  recordVeto,
} from './refund.ts'
export {
  askRefund,
  committedOf,
  type EndStep,
  endSteps,
  fundersToRefund,
  type Remainder,
  remainderOf,
} from './remainder.ts'
export { type ChainTerms, chainTermsOf, orphanTerms, recordTermsEvent, type TermsEvent } from './terms.ts'
