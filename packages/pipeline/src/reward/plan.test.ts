import { seededRandom } from '@rowright/testing'
import { expect, test } from 'vitest'
import { plan, type Snapshot } from './plan.ts'
import { share } from './share.ts'

const random = seededRandom('reward plan')
const upTo = (n: number) => Math.floor(random() * (n + 1))
const address = (n: number): `0x${string}` => `0x${n.toString(16).padStart(40, '0')}`

test('[REW-4] whatever the weights, what is shared out and the dust are the revenue, and nobody gets more than their part', () => {
  for (let round = 0; round < 500; round++) {
    const rows = 1 + upTo(50)
    let left = rows * 1_000_000
    const weights = Array.from({ length: 1 + upTo(40) }, (_, i) => {
      const weight = upTo(Math.min(left, 1_000_000 * (1 + upTo(3))))
      left -= weight
      return { personId: `person-${i}`, weightPpm: BigInt(weight) }
    })
    const revenue = BigInt(upTo(2 ** 40))
    const { amounts, dust } = share(revenue, rows, weights)
    expect([...amounts.values()].reduce((sum, one) => sum + one, dust)).toBe(revenue)
    expect(dust).toBeGreaterThanOrEqual(0n)
    for (const { personId, weightPpm } of weights) {
      const exact = revenue * weightPpm
      const paid = (amounts.get(personId) ?? 0n) * BigInt(rows) * 1_000_000n
      expect(paid <= exact && exact - paid < BigInt(rows) * 1_000_000n).toBe(true)
    }
    const held = weights.reduce((sum, one) => sum + one.weightPpm, 0n)
    if (held === BigInt(rows) * 1_000_000n) expect(dust).toBeLessThan(BigInt(weights.length))
  }
})

/** Persons 0…n in two pools, some with an address, some folded into another, with random work, keep and revenue. */
function randomSnapshot(): Snapshot {
  const persons = Array.from({ length: 2 + upTo(8) }, (_, i) => `person-${i}`)
  const folded = new Map(persons.map((id, i) => [id, i > 1 && random() < 0.2 ? persons[0]! : id]))
  const addresses = new Map<string, `0x${string}`>()
  for (const [i, id] of persons.entries())
    if (folded.get(id) === id && random() < 0.6) addresses.set(id, address(i + 1))
  for (const [id, into] of folded) if (addresses.has(into)) addresses.set(id, addresses.get(into)!)
  const snapshot: Snapshot = {
    number: 1 + upTo(5),
    balances: [],
    lines: [],
    carried: [],
    licenses: [],
    weights: new Map(),
    dust: new Map(),
    waiting: [],
    leaves: new Map(
      [...new Set(addresses.values())]
        .filter(() => random() < 0.5)
        .map((one) => [one, BigInt(1 + upTo(900))]),
    ),
    survivors: folded,
    addresses,
  }
  for (const poolId of ['pool-a', 'pool-b']) {
    for (const personId of persons) {
      const lines = Array.from({ length: upTo(5) }, () => ({
        price: BigInt(upTo(50)),
        multiplierPpm: 900_000 + upTo(300_000),
        accepted: random() < 0.8,
      }))
      for (const [i, line] of lines.entries()) {
        snapshot.lines.push({ poolId, personId, assignmentId: `${poolId}-${personId}-${i}`, ...line })
      }
      const carried = BigInt(upTo(30))
      if (carried > 0n) snapshot.carried.push({ poolId, personId, amount: carried })
      const held = lines.reduce(
        (sum, line) => (line.accepted ? sum + (line.price * BigInt(line.multiplierPpm)) / 1_000_000n : sum),
        carried,
      )
      const stake = BigInt(upTo(Number(held)))
      if (held > 0n)
        snapshot.balances.push({ poolId, personId, points: held - stake, stake, keep: BigInt(upTo(40)) })
      if (random() < 0.3)
        snapshot.waiting.push({
          poolId,
          id: `wait-${poolId}-${personId}`,
          personId,
          amount: BigInt(1 + upTo(99)),
        })
    }
    const rows = 1 + upTo(9)
    const weightPpm = BigInt(Math.floor((rows * 1_000_000) / persons.length))
    snapshot.weights.set(
      `release-${poolId}`,
      persons.map((personId) => ({ personId, weightPpm })),
    )
    snapshot.dust.set(poolId, BigInt(upTo(9)))
    for (let i = 0; i < upTo(3); i++) {
      const license = {
        poolId,
        licenseId: `${poolId}-${i}`,
        releaseId: `release-${poolId}`,
        rows,
        gross: BigInt(1 + upTo(10_000)),
      }
      snapshot.licenses.push(license)
    }
  }
  return snapshot
}

test('[REW-2..REW-7] an epoch loses and makes nothing, for any snapshot', () => {
  for (let round = 0; round < 300; round++) {
    const snapshot = randomSnapshot()
    const planned = plan(snapshot)
    const sum = (rows: readonly { amount: bigint }[]) => rows.reduce((total, one) => total + one.amount, 0n)

    const held = snapshot.balances.reduce((total, one) => total + one.points + one.stake, 0n)
    expect(planned.work + sum(planned.carry)).toBe(held)
    for (const one of planned.distributions) expect(one.gross + one.carried).toBe(one.distributed + one.dust)
    expect(planned.distributions.reduce((total, one) => total + one.distributed, 0n)).toBe(planned.revenue)

    const owed = sum(planned.entitlements) + sum(snapshot.waiting)
    const before = [...snapshot.leaves.values()].reduce((total, one) => total + one, 0n)
    const after = planned.leaves.reduce((total, leaf) => total + leaf.cumulative, 0n)
    expect(after - before + planned.unassigned.amount).toBe(owed)
    for (const leaf of planned.leaves)
      expect(leaf.cumulative).toBeGreaterThanOrEqual(snapshot.leaves.get(leaf.account) ?? 0n)
    expect(new Set(planned.leaves.map((leaf) => leaf.account)).size).toBe(planned.leaves.length)
    for (const one of planned.entitlements)
      expect(snapshot.survivors.get(one.personId), 'REW-5').toBe(one.personId)

    const moved = new Map<string, bigint>()
    for (const transfer of [...planned.transfers.values()].flat()) {
      moved.set(transfer.credit, (moved.get(transfer.credit) ?? 0n) + transfer.amount)
      moved.set(transfer.debit, (moved.get(transfer.debit) ?? 0n) - transfer.amount)
    }
    for (const one of planned.entitlements) {
      moved.set(`reward:${one.personId}`, moved.get(`reward:${one.personId}`)! - one.amount)
    }
    for (const [account, rest] of moved) if (account.startsWith('reward:')) expect(rest).toBe(0n)
  }
})

test('[REW-3] an epoch that does not add up does not close', () => {
  const snapshot = randomSnapshot()
  snapshot.balances.push({ poolId: 'pool-a', personId: 'somebody', points: 7n, stake: 0n, keep: 0n })
  snapshot.survivors.set('somebody', 'somebody')
  expect(() => plan(snapshot)).toThrow(expect.objectContaining({ code: 'reward/does-not-add-up' }))
})
