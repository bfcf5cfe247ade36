export { canonicalJson, type Json } from './canonical.ts'
export {
  type ConsentBody,
  type ConsentTerms,
  consentBodySchema,
  consentMessage,
  consentTermsHash,
  LICENSEE_CLASSES,
  PURPOSES,
} from './consent.ts'
export { type ErrorDetails, type Problem, RowrightError } from './errors.ts'
export {
  bytes32ToUuid,
  hashJson,
  hmacHex,
  revocationLock,
  saltedCommitment,
  sha256Hex,
  uuidToBytes32,
} from './hash.ts'
export {
  buildMerkleTree,
  hashRewardLeaf,
  type MerkleTree,
  REWARD_LEAF_TAG,
  type RewardLeaf,
} from './merkle.ts'
