import { seededRandom } from '@rowright/testing'
import { expect, test } from 'vitest'
import { plan } from './plan.ts'
import { share } from './share.ts'
import { nextSnapshot, randomSnapshot } from './testing/randomSnapshot.ts'

const random = seededRandom('reward plan')
const upTo = (n: number) => Math.floor(random() * (n + 1))

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

test('[REW-2..REW-7] an epoch loses and makes nothing, for any snapshot', () => {
  for (let round = 0; round < 300; round++) {
    const snapshot = randomSnapshot(random)
    const planned = plan(snapshot)
    const sum = (rows: readonly { amount: bigint }[]) => rows.reduce((total, one) => total + one.amount, 0n)

    const held = snapshot.balances.reduce((total, one) => total + one.points + one.stake, 0n)
    expect(planned.work + sum(planned.carry) + sum(planned.netted)).toBe(held)
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

    // [REW-17, REW-18] Every unit of licenses and of what hosts did not claim is somebody's: a host's, a contributor's, dust.
    const ofHosts = sum(planned.reserved)
    const paid = sum(planned.entitlements.filter((one) => one.kind === 'revenue'))
    const dust = (of: Map<string, bigint>) => [...of.values()].reduce((total, one) => total + one, 0n)
    const came = snapshot.licenses.reduce((total, one) => total + one.gross + one.sources, 0n)
    const added = (moved.get('dust') ?? 0n) - sum(planned.netted)
    expect(ofHosts + paid + added).toBe(came + sum(snapshot.unclaimed))
    expect(dust(snapshot.dust) + added).toBeGreaterThanOrEqual(0n)
    const [revenue, sources] = ['gross', 'sources'].map((part) =>
      snapshot.licenses.reduce((total, one) => total + one[part as 'gross' | 'sources'], 0n),
    )
    expect([moved.get('revenue') ?? 0n, moved.get('sources') ?? 0n]).toEqual([-revenue!, -sources!])
  }
})

test('[REW-3] an epoch that does not add up does not close', () => {
  const snapshot = randomSnapshot(random)
  snapshot.balances.push({ poolId: 'pool-a', personId: 'somebody', points: 7n, stake: 0n, keep: 0n })
  snapshot.survivors.set('somebody', 'somebody')
  expect(() => plan(snapshot)).toThrow(expect.objectContaining({ code: 'reward/does-not-add-up' }))
})

test('[REW-14] wrong pay is taken back from later pay as far as it goes, and no leaf ever shrinks', () => {
  let [full, partly] = [0, 0]
  for (let round = 0; round < 40; round++) {
    let snapshot = randomSnapshot(random)
    for (let epoch = 0; epoch < 6; epoch++) {
      const planned = plan(snapshot)
      for (const leaf of planned.leaves)
        expect(leaf.cumulative >= (snapshot.leaves.get(leaf.account) ?? 0n)).toBe(true)
      for (const wrong of snapshot.corrections) {
        const taken = planned.netted
          .filter((one) => one.assignmentId === wrong.assignmentId)
          .reduce((total, one) => total + one.amount, 0n)
        if (taken === wrong.amount) full++
        else {
          partly++
          // What is left is only left because nothing free was: the person keeps no points in this pool.
          const person = snapshot.survivors.get(wrong.personId)
          const kept = planned.carry.find((one) => one.poolId === wrong.poolId && one.personId === person)
          const staked = snapshot.balances
            .filter((one) => one.poolId === wrong.poolId && snapshot.survivors.get(one.personId) === person)
            .reduce((total, one) => total + one.stake, 0n)
          expect(kept?.amount ?? 0n).toBe(staked)
        }
        expect(taken <= wrong.amount).toBe(true)
      }
      snapshot = nextSnapshot(random, snapshot, planned)
    }
  }
  expect(Math.min(full, partly)).toBeGreaterThan(50)
})
