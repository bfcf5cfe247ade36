import { hashRewardLeaf } from '@rowright/protocol'
import { type Address, concat, type Hex, keccak256 } from 'viem'

interface FullClaim {
  account: Address
  token: Address
  cumulative: bigint
  proof: readonly Hex[]
}

interface JoinedClaim extends FullClaim {
  join: number
}

/**
 * Cuts each proof where it meets the proof of an earlier claim of the batch. Paths of one tree meet: 100
 * claims of a tree of a million leaves share the upper 7 of 20 levels on average, 4,000 gas each.
 *
 * Where a path first meets an earlier one, its node is the sibling that the earlier proof contains, which
 * Rewards has proven by then. `join` says which: `(claim + 1) << 8 | level`, 0 for the root itself.
 */
export function joinClaims(claims: readonly FullClaim[]): JoinedClaim[] {
  const proven = new Map<Hex, number>()
  return claims.map((claim, i) => {
    let node = hashRewardLeaf(claim)
    let join = proven.get(node) ?? 0
    let level = 0
    while (join === 0 && level < claim.proof.length) {
      node = hashPair(node, claim.proof[level]!)
      level += 1
      join = proven.get(node) ?? 0
    }
    const proof = claim.proof.slice(0, level)
    proof.forEach((element, at) => {
      if (!proven.has(element)) proven.set(element, ((i + 1) << 8) | at)
    })
    return { ...claim, proof, join }
  })
}

function hashPair(a: Hex, b: Hex): Hex {
  return BigInt(a) < BigInt(b) ? keccak256(concat([a, b])) : keccak256(concat([b, a]))
}
