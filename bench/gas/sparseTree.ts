import { hashRewardLeaf, type RewardLeaf } from '@rowright/protocol'
import { concat, type Hex, keccak256, toHex } from 'viem'

/**
 * A full tree of 2^depth leaves of which only the given ones are known, spread evenly at odd distances:
 * every other subtree is some hash. Proofs are as long, and share as much, as in the real tree.
 */
export function sparseTree(
  depth: number,
  leaves: RewardLeaf[],
): { root: Hex; claims: (RewardLeaf & { proof: Hex[] })[] } {
  const size = 2 ** depth
  const stride = Math.floor(size / leaves.length)
  // A fixed multiplicative jitter, so that positions are neither adjacent nor aligned to powers of two.
  const positions = leaves.map((_, i) => i * stride + ((i * 7_919) % stride))
  let level = new Map(positions.map((position, i) => [position, hashRewardLeaf(leaves[i]!)]))
  const proofs: Hex[][] = leaves.map(() => [])
  for (let height = 0; height < depth; height += 1) {
    const siblingOf = (at: number) => level.get(at ^ 1) ?? keccak256(toHex(`unknown ${height} ${at ^ 1}`))
    positions.forEach((position, i) => {
      proofs[i]!.push(siblingOf(position >> height))
    })
    level = new Map([...level].map(([at, node]) => [at >> 1, hashPair(node, siblingOf(at))]))
  }
  return { root: level.get(0)!, claims: leaves.map((leaf, i) => ({ ...leaf, proof: proofs[i]! })) }
}

const hashPair = (a: Hex, b: Hex): Hex => keccak256(BigInt(a) < BigInt(b) ? concat([a, b]) : concat([b, a]))
