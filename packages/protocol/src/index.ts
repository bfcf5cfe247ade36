export { type AuditEntry, auditHash, auditHeadText, firstBroken, NO_HASH } from './auditChain.ts'
export { canonicalJson, type Json } from './canonical.ts'
export {
  type ConsentBody,
  type ConsentTerms,
  consentBodySchema,
  consentMessage,
  consentTermsHash,
  LICENSEE_CLASSES,
  licenseeNames,
  MOST_NAMED,
  namedIn,
  PURPOSES,
} from './consent.ts'
export {
  atLeast,
  defaultFailAt,
  defaultStake,
  type Economy,
  EFFORT,
  type Forecast,
  failChance,
  forecast,
  leastStake,
  type Refusal,
  refusal,
} from './economy.ts'
export { fromBase64url, type KeyPair, type Signer, signerOf, toBase64url, verifyEd25519 } from './ed25519.ts'
export { type ErrorDetails, type Problem, RowrightError } from './errors.ts'
export { GOLD_BLOCK, GOLD_DECAY, GOLD_START, goldPerWork, MOST_PER_GOLD } from './goldRate.ts'
export {
  bytes32ToUuid,
  hashJson,
  hmacHex,
  revocationLock,
  saltedCommitment,
  sha256Hex,
  uuidToBytes32,
} from './hash.ts'
export { type Keccak, openKeccak, portableKeccak } from './keccak.ts'
export {
  baseUnits,
  CLOCK_TOLERANCE_SECONDS,
  checkLease,
  ed25519Key,
  ed25519Signature,
  LEASE_BYTES_LIMIT,
  LEASE_HOPS_LIMIT,
  type Lease,
  type LeaseFault,
  leaseMessage,
  leaseSchema,
  REQUESTS_OF_FIRST_LEASE,
  ROBOT,
  type SignedLease,
  signedLeaseSchema,
  signLease,
  userAgentOf,
} from './lease.ts'
export {
  buildMerkleTree,
  hashRewardLeaf,
  hashRewardLeaves,
  type MerkleTree,
  REWARD_LEAF_TAG,
  type RewardLeaf,
} from './merkle.ts'
export {
  authorizeCall,
  type CallCheck,
  CONTRIBUTION_STATES,
  checkCall,
  commitInput,
  commitOutput,
  leasesInput,
  leasesOutput,
  NODE_CALLS,
  type NodeCall,
  nodeMeOutput,
  pairInput,
  pairOutput,
  returnInput,
  returnOutput,
  revealInput,
  revealOutput,
} from './nodeApi.ts'
export {
  type CollectResult,
  commitmentOf,
  commitmentSchema,
  decisionSchema,
  decodeMinhash,
  encodeMinhash,
  fingerprintsSchema,
  type Hop,
  hopSchema,
  KEPT_HEADERS,
  type LeaseReturn,
  RESULT_EVIDENCE_LIMIT,
  RESULT_TEXT_LIMIT,
  RETURN_REASONS,
  REVEAL_BYTES_LIMIT,
  type ReturnReason,
  resultSchema,
  returnSchema,
  saltSchema,
} from './result.ts'
export { MEASURED_FROM, multiplierPpm, payOfAnswer, REVIEWER_FROM_PPM } from './skill.ts'
export { sourcesOf, splitPrice } from './split.ts'
export {
  type Check,
  LEAST_CHECKS_AT_CLOSE,
  LEAST_FAILED_GOLDS,
  PAID_AT_CLOSE,
  paidAtClose,
  RELEASED_WITHOUT_SECOND,
  releasedAtClose,
  speaksForHonest,
  staysStaked,
  type WindowOutcome,
  type WindowRule,
  windowOutcome,
} from './window.ts'
