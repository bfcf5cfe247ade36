// Writes what forge checks the contracts against. merkle.json: trees of packages/protocol, checked with OpenZeppelin's
// MerkleProof and with Rewards' own climb. split.json: prices as packages/protocol splits them, checked with
// Licenses.distribute. Run by hand when the leaf format or the split changes: `node contracts/test/vectors/generate.ts`.
import { writeFileSync } from 'node:fs'
import { buildMerkleTree, hashRewardLeaf, splitPrice } from '../../../packages/protocol/src/index.ts'

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

const PRICES = [1n, 2n, 3n, 9_999n, 10_001n, 1_000_003n, 333_333_333n, 2n ** 96n - 1n]
const SHARES = [
  { treasuryBps: 0, sourceBps: 0 },
  { treasuryBps: 2_000, sourceBps: 5_000 },
  { treasuryBps: 1, sourceBps: 1 },
  { treasuryBps: 333, sourceBps: 3_333 },
  { treasuryBps: 1_999, sourceBps: 0 },
  { treasuryBps: 0, sourceBps: 4_999 },
]
// Text in TypeScript, words of 32 bytes in Solidity: BigInt and forge both read hexadecimal of any size.
const word = (amount: bigint) => `0x${amount.toString(16).padStart(64, '0')}`
const splits = PRICES.flatMap((price) =>
  SHARES.map((shares) => {
    const { treasury, sources, contributors } = splitPrice(price, shares)
    return {
      price: word(price),
      ...shares,
      treasury: word(treasury),
      sources: word(sources),
      contributors: word(contributors),
    }
  }),
)
writeFileSync(new URL('split.json', import.meta.url), `${JSON.stringify({ splits }, null, 1)}\n`)
