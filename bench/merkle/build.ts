import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { buildMerkleTree, hashRewardLeaves, openKeccak, REWARD_LEAF_TAG } from '@rowright/protocol'

/** What a build printed. */
export interface Built {
  root: string
  seconds: number
  /** Peak resident memory of the whole process. */
  peakMB: number
}

const token = `0x${'22'.repeat(20)}` as const

/** Made-up accounts, spread by a multiplicative hash so that they are in no order. */
const leavesOf = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    account: `0x${((i * 2_654_435_761) >>> 0).toString(16).padStart(40, '0')}` as const,
    cumulative: BigInt(i + 1) * 1_000_000n,
  }))

const builders: Record<string, (leaves: ReturnType<typeof leavesOf>) => Promise<string>> = {
  ours: async (leaves) => {
    const keccak = await openKeccak()
    return buildMerkleTree(hashRewardLeaves(leaves, token, keccak), keccak).root
  },
  peer: async (leaves) =>
    StandardMerkleTree.of(
      leaves.map((leaf) => [REWARD_LEAF_TAG, leaf.account, token, leaf.cumulative]),
      ['bytes32', 'address', 'address', 'uint256'],
    ).root,
}

const [name = '', count = ''] = process.argv.slice(2)
const build = builders[name]
if (!build)
  throw new Error(`build.ts takes one of ${Object.keys(builders).join(', ')} and a number of leaves`)
const leaves = leavesOf(Number(count))
const from = performance.now()
const root = await build(leaves)
const seconds = (performance.now() - from) / 1000
const peakMB = Math.round(process.resourceUsage().maxRSS / 1024)
console.log(JSON.stringify({ root, seconds, peakMB } satisfies Built))
