import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { hashJson } from '@rowright/protocol'
import { seededRandom } from '@rowright/testing'
import { expect, test } from 'vitest'
import { makeManifest } from './makeManifest.ts'
import type { EpochManifest } from './manifest.ts'
import { parseManifest } from './parseManifest.ts'
import { plan } from './plan.ts'
import { recompute } from './recompute.ts'
import { nextSnapshot, randomSnapshot } from './testing/randomSnapshot.ts'

// A second implementation of docs/epoch-manifest.md, which shares no line with `recompute`: text in, answer out. It
// walks a journal of (account, amount) instead of comparing account by account, and lets OpenZeppelin build the tree.

type Row = Record<string, string | number | null>
interface Text {
  lines: Row[]
  shares: Row[]
  accounts: Row[]
  unassigned: Row
  token: string
}

const floor = (of: bigint, by: bigint): bigint => (of - (of % by)) / by

/** Every leaf, declared total, root and rest, from nothing but lines, shares, what was before and what was carried. */
function opinion(text: string) {
  const { lines, shares, accounts, unassigned, token } = JSON.parse(text) as Text
  const ESCROW = 'escrow'
  const journal: [who: string, amount: bigint][] = []
  const post = (who: string | number | null | undefined, amount: bigint) =>
    journal.push([who === null || who === undefined ? ESCROW : String(who), amount])
  for (const line of lines)
    if (line.verdict === 'accepted')
      post(line.account, floor(BigInt(line.price!) * BigInt(line.multiplierPpm!), 1_000_000n))
  for (const one of shares) {
    const whole = BigInt(one.rows!) * 1_000_000n
    post(one.account, floor(BigInt(one.revenue!) * BigInt(one.weightPpm!), whole))
  }
  for (const one of [...accounts, unassigned]) {
    post(one.account, BigInt(one.before!) + BigInt(one.carriedIn!))
    post(one.account, -BigInt(one.carriedOut!) - BigInt(one.netted!))
    if (one.account === undefined) continue
    post(one.account, BigInt(one.waited!))
    post(ESCROW, -BigInt(one.waited!))
  }
  const ends = new Map<string, bigint>()
  for (const [who, amount] of journal) ends.set(who, (ends.get(who) ?? 0n) + amount)
  const left = ends.get(ESCROW) ?? 0n
  ends.delete(ESCROW)
  return { leaves: new Map([...ends].filter(([, amount]) => amount !== 0n)), left, token }
}

/** keccak256("rowright.reward.v1"), written down so that this file does not ask the first implementation. */
const TAG = '0x86bf21dda7327fc37413fb69c4f1fff3f6e8d74839ae128a12ab608ab7ceeb0d'

const rootBy = (leaves: ReadonlyMap<string, bigint>, token: string): string =>
  leaves.size === 0
    ? `0x${'0'.repeat(64)}`
    : StandardMerkleTree.of(
        [...leaves].map(([account, cumulative]) => [TAG, account, token, cumulative]),
        ['bytes32', 'address', 'address', 'uint256'],
      ).root

const deployed = { chainId: 31_337, rewards: `0x${'11'.repeat(20)}`, token: `0x${'22'.repeat(20)}` } as const
const keys = new Map(['pool-a', 'pool-b'].map((poolId, i) => [poolId, new Uint8Array(32).fill(i + 1)]))
const random = seededRandom('second opinion')

test('[REW-9] two implementations agree on every leaf, total and root of a thousand random epochs', async () => {
  let epochs = 0
  while (epochs < 1_000) {
    let snapshot = randomSnapshot(random)
    let before: EpochManifest | null = null
    for (let i = 0; i < 10 && epochs < 1_000; i++, epochs++) {
      const planned = plan(snapshot)
      // The first of a chain starts from leaves that a tree before it had.
      const previous = before ?? {
        number: snapshot.number - 1,
        root: rootBy(snapshot.leaves, deployed.token),
      }
      const manifest: EpochManifest = await makeManifest(
        snapshot,
        planned,
        deployed,
        { ...previous, token: deployed.token, manifestSha256: before ? hashJson(before) : '0'.repeat(64) },
        keys,
      )
      expect(await recompute(manifest, before)).toEqual([])
      const second = opinion(JSON.stringify(manifest))
      expect(second.leaves).toEqual(new Map(planned.leaves.map((leaf) => [leaf.account, leaf.cumulative])))
      expect(second.left).toBe(planned.unassigned.amount)
      expect(rootBy(second.leaves, second.token)).toBe(manifest.root)
      expect(String([...second.leaves.values()].reduce((sum, one) => sum + one, 0n))).toBe(manifest.declared)
      before = manifest
      snapshot = nextSnapshot(random, snapshot, planned)
    }
  }
  expect(epochs).toBe(1_000)
})

test('[REW-9] one changed digit, wherever it is, is named', async () => {
  // A random epoch may be empty; this one has something of each kind to change.
  let manifest = await randomManifest()
  while (
    !manifest.lines.length ||
    !manifest.shares.length ||
    !manifest.accounts.length ||
    !manifest.unassigned.persons
  )
    manifest = await randomManifest()
  const text = JSON.stringify(manifest)
  expect(await recompute(parseManifest(text))).toEqual([])
  const seen = new Set<string>()
  for (const { index } of text.matchAll(/\d/g)) {
    const other = String((Number(text[index]) + 1 + Math.floor(random() * 9)) % 10)
    const changed = text.slice(0, index) + other + text.slice(index + 1)
    let copy: EpochManifest
    try {
      copy = parseManifest(changed)
    } catch (error) {
      // No address, no number, no manifest of this kind: a bad file, and it says where.
      expect(error).toMatchObject({ code: 'reward/not-a-manifest' })
      seen.add('bad')
      continue
    }
    const [fault] = await recompute(copy)
    expect(fault, `${text.slice(index - 30, index)}→${other}`).toBeDefined()
    seen.add(fault!.where.split(' ')[0]!)
    if (fault!.where === 'leaf') expect(fault!.account).toMatch(/^0x[0-9a-f]{40}$/)
  }
  expect([...seen].sort()).toEqual(['bad', 'head', 'leaf', 'line', 'share', 'unassigned'])
})

/** The manifest of a random epoch after one that had leaves. */
async function randomManifest(): Promise<EpochManifest> {
  const snapshot = randomSnapshot(random)
  const before = {
    number: snapshot.number - 1,
    root: rootBy(snapshot.leaves, deployed.token),
    token: deployed.token,
    manifestSha256: '0'.repeat(64),
  }
  return makeManifest(snapshot, plan(snapshot), deployed, before, keys)
}
