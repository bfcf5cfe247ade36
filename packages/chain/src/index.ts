export { identifyChain, openReader, type Reader } from './client.ts'
export type { Deployment } from './deployment.ts'
export { ChainError, type ChainErrorCode } from './errors.ts'
export { type ChainEvent, followLogs, type LogPlace } from './follow.ts'
export { consentsAbi, dataPoolsAbi, licensesAbi, rewardsAbi, testDollarAbi } from './generated/abi.ts'
export { type Posting, readPostings } from './postings.ts'
export {
  type RewardsState,
  readCampaignFunded,
  readClaimed,
  readGrace,
  readLicense,
  readOffer,
  readPool,
  readRevocationGap,
  readRevokedAt,
  readRewards,
  readTokenBalance,
  readUndistributed,
} from './read.ts'
export { RELAYER_LOW_WEI } from './relayer.ts'
