import { readFileSync } from 'node:fs'
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { seededRandom } from '@rowright/testing'
import { bytesToHex } from 'viem'
import { expect, test } from 'vitest'
import { buildMerkleTree, hashRewardLeaf, hashRewardLeaves, openKeccak, REWARD_LEAF_TAG } from './index.ts'

const random = seededRandom('merkle')
const upTo = (n: number) => Math.floor(random() * (n + 1))
const hex = (bytes: number) =>
  `0x${Array.from({ length: bytes }, () => upTo(255).toString(16).padStart(2, '0')).join('')}` as const

const token = hex(20)
const leavesOf = (count: number) =>
  Array.from({ length: count }, () => ({
    account: hex(20),
    // Also beyond 64 bits.
    cumulative: BigInt(hex(random() < 0.2 ? 32 : 7)),
  }))

test('roots and proofs are those of npm @openzeppelin/merkle-tree, for trees of 1 to 300 leaves', async () => {
  const keccak = await openKeccak()
  for (const count of [1, 2, 3, 4, 5, 7, 8, 9, 31, 64, 100, 299, 300]) {
    const leaves = leavesOf(count)
    const peer = StandardMerkleTree.of(
      leaves.map((leaf) => [REWARD_LEAF_TAG, leaf.account, token, leaf.cumulative]),
      ['bytes32', 'address', 'address', 'uint256'],
    )
    const tree = buildMerkleTree(hashRewardLeaves(leaves, token, keccak), keccak)
    expect(tree.root).toBe(peer.root)
    for (const [i, leaf] of leaves.entries())
      expect(tree.proof(hashRewardLeaf({ ...leaf, token }))).toEqual(peer.getProof(i))
  }
})

test('the vectors that Solidity checks give the same roots and proofs', async () => {
  const path = new URL('../../../contracts/test/vectors/merkle.json', import.meta.url)
  const { trees } = JSON.parse(readFileSync(path, 'utf8')) as {
    trees: {
      root: string
      claims: Record<'account' | 'cumulative' | 'leaf' | 'token', `0x${string}`>[] & { proof: string[] }[]
    }[]
  }
  const keccak = await openKeccak()
  expect(trees.length).toBeGreaterThan(5)
  for (const { root, claims } of trees) {
    for (const keccakOf of [keccak, undefined]) {
      const tree = buildMerkleTree(
        claims.map((one) => one.leaf),
        keccakOf,
      )
      expect(tree.root).toBe(root)
      for (const one of claims) expect(tree.proof(one.leaf)).toEqual(one.proof)
    }
    for (const { account, token, cumulative, leaf } of claims) {
      const [hash] = [hashRewardLeaves([{ account, cumulative: BigInt(cumulative) }], token, keccak)]
      expect(bytesToHex(hash)).toBe(leaf)
      expect(hashRewardLeaf({ account, token, cumulative: BigInt(cumulative) })).toBe(leaf)
    }
  }
})

test('leaves that agree in their first bits are still in order', () => {
  const words = Array.from({ length: 200 }, (_, i) => `0x1234567${hex(28).slice(2)}${i % 10}` as const)
    .map((word) => `0x${word.slice(2).padEnd(64, '0')}` as const)
    .filter((word, i, all) => all.indexOf(word) === i)
  const once = buildMerkleTree(words)
  expect(buildMerkleTree([...words].reverse()).root).toBe(once.root)
  expect(buildMerkleTree([...words].sort()).root).toBe(once.root)
})

test('no leaves, a leaf twice and an unknown leaf are refused', () => {
  expect(() => buildMerkleTree([])).toThrow('at least one leaf')
  const [one, two] = [hex(32), hex(32)]
  expect(() => buildMerkleTree([one, two, one])).toThrow(`${one} is in the tree twice`)
  expect(() => buildMerkleTree([one]).proof(two)).toThrow('not in the tree')
})
