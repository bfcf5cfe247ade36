import { keccak_256 } from '@noble/hashes/sha3.js'
import { concatBytes } from '@noble/hashes/utils.js'
import { bytesToHex, encodeAbiParameters, type Hex, hexToBytes, keccak256, stringToBytes } from 'viem'

/** Type tag of a reward leaf, so that no other kind of leaf can be passed off as one. */
export const REWARD_LEAF_TAG: Hex = keccak256(stringToBytes('rowright.reward.v1'))

/** One leaf of the reward tree. `cumulative` is in base units of `token`, over all epochs. */
export interface RewardLeaf {
  account: Hex
  token: Hex
  cumulative: bigint
}

/** OpenZeppelin's double-hashed leaf: keccak256(keccak256(abi.encode(tag, account, token, cumulative))). */
export function hashRewardLeaf(leaf: RewardLeaf): Hex {
  const encoded = encodeAbiParameters(
    [{ type: 'bytes32' }, { type: 'address' }, { type: 'address' }, { type: 'uint256' }],
    [REWARD_LEAF_TAG, leaf.account, leaf.token, leaf.cumulative],
  )
  return keccak256(keccak256(encoded))
}

/** A Merkle tree as OpenZeppelin's `StandardMerkleTree` lays it out: leaves sorted, pairs sorted, no duplication. */
export interface MerkleTree {
  root: Hex
  /** The siblings from leaf to root. @throws Error when the leaf is not in the tree. */
  proof(leafHash: Hex): Hex[]
}

const compare = (a: Uint8Array, b: Uint8Array): number => {
  for (let i = 0; i < 32; i++) {
    const difference = a[i]! - b[i]!
    if (difference !== 0) return difference
  }
  return 0
}

const hashPair = (a: Uint8Array, b: Uint8Array): Uint8Array =>
  keccak_256(compare(a, b) <= 0 ? concatBytes(a, b) : concatBytes(b, a))

/**
 * Builds the tree over leaf hashes (any order). Node i has children 2i+1 and 2i+2; leaves fill the array
 * from its end in ascending order, so the root equals that of npm `@openzeppelin/merkle-tree`.
 * @throws Error for no leaves or a repeated leaf.
 */
export function buildMerkleTree(leafHashes: readonly Hex[]): MerkleTree {
  if (leafHashes.length === 0) throw new Error('a Merkle tree needs at least one leaf')
  const leaves = leafHashes.map((hash) => hexToBytes(hash)).sort(compare)
  const size = 2 * leaves.length - 1
  const nodes = new Array<Uint8Array>(size)
  const position = new Map<string, number>()
  leaves.forEach((leaf, i) => {
    const at = size - 1 - i
    const hex = bytesToHex(leaf)
    if (position.has(hex)) throw new Error(`leaf ${hex} is in the tree twice`)
    position.set(hex, at)
    nodes[at] = leaf
  })
  for (let i = size - 1 - leaves.length; i >= 0; i--)
    nodes[i] = hashPair(nodes[2 * i + 1]!, nodes[2 * i + 2]!)
  return {
    root: bytesToHex(nodes[0]!),
    proof(leafHash) {
      let i = position.get(leafHash)
      if (i === undefined) throw new Error(`leaf ${leafHash} is not in the tree`)
      const siblings: Hex[] = []
      while (i > 0) {
        siblings.push(bytesToHex(nodes[i % 2 === 1 ? i + 1 : i - 1]!))
        i = Math.floor((i - 1) / 2)
      }
      return siblings
    },
  }
}
