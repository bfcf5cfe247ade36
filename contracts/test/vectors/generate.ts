// Writes merkle.json beside it: trees of packages/protocol that forge checks with OpenZeppelin's MerkleProof
// and with Rewards' own climb. Run by hand when the leaf format changes: `node contracts/test/vectors/generate.ts`.
import { writeFileSync } from 'node:fs'
import { buildMerkleTree, hashRewardLeaf } from '../../../packages/protocol/src/index.ts'

const address = (n: number): `0x${string}` => `0x${n.toString(16).padStart(40, '0')}`
const trees = [1, 2, 3, 5, 8, 13, 100].map((size) => {
  const leaves = Array.from({ length: size }, (_, i) => ({
    account: address(0xa11ce + i * 7919),
    token: address(1 + (i % 3)),
    cumulative: BigInt(i + 1) ** 18n,
  }))
  const tree = buildMerkleTree(leaves.map(hashRewardLeaf))
  const claims = leaves.map((leaf) => ({
    account: leaf.account,
    // Forge reads a 32-byte word as a number of any size, and decimal digits as text.
    cumulative: `0x${leaf.cumulative.toString(16).padStart(64, '0')}`,
    leaf: hashRewardLeaf(leaf),
    proof: tree.proof(hashRewardLeaf(leaf)),
    token: leaf.token,
  }))
  return { claims, root: tree.root }
})
writeFileSync(new URL('merkle.json', import.meta.url), `${JSON.stringify({ trees }, null, 1)}\n`)
