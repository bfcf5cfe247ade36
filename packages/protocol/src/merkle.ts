import { bytesToHex, encodeAbiParameters, type Hex, hexToBytes, keccak256, stringToBytes } from 'viem'
import { type Keccak, portableKeccak } from './keccak.ts'

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

/** Bytes of a hash. */
const WORD = 32

/**
 * Builds the tree over leaf hashes (any order). Node i has children 2i+1 and 2i+2; leaves fill the array
 * from its end in ascending order, so the root equals that of npm `@openzeppelin/merkle-tree`.
 * @param leafHashes hex, or 32 bytes each in one array.
 * @param keccak `await openKeccak()` for large trees.
 * @throws Error for no leaves, more than 2^24, or a repeated leaf.
 */
export function buildMerkleTree(
  leafHashes: readonly Hex[] | Uint8Array,
  keccak: Keccak = portableKeccak,
): MerkleTree {
  const leaves = leafHashes instanceof Uint8Array ? leafHashes : pack(leafHashes)
  const count = leaves.length / WORD
  if (count === 0) throw new Error('a Merkle tree needs at least one leaf')
  if (count > MOST) throw new Error(`a Merkle tree has at most ${MOST} leaves`)
  const size = 2 * count - 1
  const nodes = new Uint8Array(size * WORD)
  const word = (i: number) => nodes.subarray(i * WORD, (i + 1) * WORD)
  let at = size
  for (const i of ascending(leaves)) {
    at--
    nodes.set(leaves.subarray(i * WORD, (i + 1) * WORD), at * WORD)
    if (at < size - 1 && compare(nodes, at, nodes, at + 1) === 0)
      throw new Error(`leaf ${bytesToHex(word(at))} is in the tree twice`)
  }
  const pair = new Uint8Array(2 * WORD)
  for (let i = count - 2; i >= 0; i--) {
    const [left, right] = [2 * i + 1, 2 * i + 2]
    const [first, second] = compare(nodes, left, nodes, right) <= 0 ? [left, right] : [right, left]
    pair.set(word(first))
    pair.set(word(second), WORD)
    nodes.set(keccak(pair), i * WORD)
  }
  return {
    root: bytesToHex(word(0)),
    proof(leafHash) {
      let i = find(nodes, count - 1, size - 1, hexToBytes(leafHash))
      if (i < 0) throw new Error(`leaf ${leafHash} is not in the tree`)
      const siblings: Hex[] = []
      while (i > 0) {
        siblings.push(bytesToHex(word(i % 2 === 1 ? i + 1 : i - 1)))
        i = (i - 1) >> 1
      }
      return siblings
    },
  }
}

function pack(hashes: readonly Hex[]): Uint8Array {
  const packed = new Uint8Array(hashes.length * WORD)
  hashes.forEach((hash, i) => {
    packed.set(hexToBytes(hash), i * WORD)
  })
  return packed
}

function compare(a: Uint8Array, i: number, b: Uint8Array, j: number): number {
  for (let k = 0; k < WORD; k++) {
    const difference = a[i * WORD + k]! - b[j * WORD + k]!
    if (difference !== 0) return difference
  }
  return 0
}

const MOST = 2 ** 24

/** The order of words: sorted natively by their first 28 bits with their place (24 bits) below, then mended. */
function ascending(words: Uint8Array): Uint32Array {
  const count = words.length / WORD
  const view = new DataView(words.buffer, words.byteOffset, words.byteLength)
  const keys = new Float64Array(count)
  const order = new Uint32Array(count)
  // Both fit into a double's 53 bits, and doubles are sorted natively, without a callback.
  for (let i = 0; i < count; i++) keys[i] = (view.getUint32(i * WORD) >>> 4) * MOST + i
  keys.sort()
  for (let i = 0; i < count; i++) order[i] = keys[i]! % MOST
  for (let i = 1; i < count; i++) {
    const one = order[i]!
    let to = i
    for (; to > 0 && compare(words, order[to - 1]!, words, one) > 0; to--) order[to] = order[to - 1]!
    order[to] = one
  }
  return order
}

/** Place of a word among descending ones, or −1. */
function find(nodes: Uint8Array, from: number, to: number, wanted: Uint8Array): number {
  let [low, high] = [from, to]
  while (low <= high) {
    const middle = (low + high) >> 1
    const order = compare(nodes, middle, wanted, 0)
    if (order === 0) return middle
    if (order > 0) low = middle + 1
    else high = middle - 1
  }
  return -1
}

const TAG = hexToBytes(REWARD_LEAF_TAG)

/** `hashRewardLeaf` of many leaves of one token into one array, 32 bytes each. */
export function hashRewardLeaves(
  leaves: readonly Omit<RewardLeaf, 'token'>[],
  token: Hex,
  keccak: Keccak = portableKeccak,
): Uint8Array {
  const hashes = new Uint8Array(leaves.length * WORD)
  // abi.encode(tag, account, token, cumulative): four words.
  const encoded = new Uint8Array(4 * WORD)
  encoded.set(TAG)
  encoded.set(hexToBytes(token, { size: 20 }), 2 * WORD + 12)
  leaves.forEach(({ account, cumulative }, i) => {
    writeHex(encoded, WORD + 12, account)
    writeNumber(encoded, 3 * WORD, cumulative)
    hashes.set(keccak(keccak(encoded)), i * WORD)
  })
  return hashes
}

/** The digits after 0x, as bytes. */
function writeHex(into: Uint8Array, at: number, hex: Hex): void {
  for (let i = 2, to = at; i < hex.length; i += 2, to++)
    into[to] = (digit(hex.charCodeAt(i)) << 4) | digit(hex.charCodeAt(i + 1))
}

const digit = (code: number): number => (code <= 57 ? code - 48 : (code | 32) - 87)

/** A uint256, big-endian. */
function writeNumber(into: Uint8Array, at: number, value: bigint): void {
  if (value <= 0xffff_ffff_ffff_ffffn) {
    into.fill(0, at, at + 24)
    new DataView(into.buffer).setBigUint64(at + 24, value)
  } else {
    into.set(hexToBytes(`0x${value.toString(16).padStart(64, '0')}`), at)
  }
}
