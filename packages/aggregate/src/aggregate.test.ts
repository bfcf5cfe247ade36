import { describe, expect, test } from 'vitest'
import {
  type Aggregation,
  type Annotations,
  aggregate,
  encode,
  estimateSincerity,
  type Method,
} from './index.ts'

/** Both say "no" to the first task; to the second ada says "yes" (1) and bo "no" (0). */
const ADA_AND_BO = encode([
  { task: 't0', labeler: 'ada', label: 'no' },
  { task: 't0', labeler: 'bo', label: 'no' },
  { task: 't1', labeler: 'ada', label: 'yes' },
  { task: 't1', labeler: 'bo', label: 'no' },
]).annotations

const row = ({ posterior }: Aggregation, task: number) => [...posterior.slice(2 * task, 2 * task + 2)]

function expectRow(actual: number[], first: number): void {
  expect(actual[0]).toBeCloseTo(first, 5)
  expect(actual[1]).toBeCloseTo(1 - first, 5)
}

describe('worked by hand, one pass', () => {
  test('[AGG-8] majority shares the votes and marks the tie', () => {
    const result = aggregate(ADA_AND_BO, { method: 'majority' })
    expect(row(result, 0)).toEqual([1, 0])
    expect(row(result, 1)).toEqual([0.5, 0.5])
    expect([...result.votes]).toEqual([2, 0, 1, 1])
    expect([...result.tie]).toEqual([0, 1])
    expect([...result.label]).toEqual([0, 0])
    expect([...result.confidence]).toEqual([1, 0.5])
    expect(result.iterations).toBe(0)
  })

  test('[AGG-8] wawa weighs chen, who disagrees with everybody, by nothing', () => {
    const rows = ['t0', 't1', 't2'].flatMap((task) => [
      { task, labeler: 'ada', label: 'no' },
      { task, labeler: 'bo', label: 'no' },
      { task, labeler: 'chen', label: 'yes' },
    ])
    rows.push({ task: 't3', labeler: 'ada', label: 'no' }, { task: 't3', labeler: 'chen', label: 'yes' })
    const result = aggregate(encode(rows).annotations, { method: 'wawa' })
    // ada agrees on 3 tasks and half of a tie: 3.5 / 4. chen on half of a tie: 0.5 / 4.
    expectRow(row(result, 3), 3.5 / 4)
    expect(result.label[3]).toBe(0)
  })

  test('[AGG-9] ds', () => {
    // ada: P(no | no) = 2/3, P(yes | yes) = 1. bo always says no. Prior 3/4, 1/4.
    // t0: 3/4 · 2/3 · 1 against 1/4 · 0. t1: 3/4 · 1/3 · 1 against 1/4 · 1 · 1.
    const result = aggregate(ADA_AND_BO, { method: 'ds', maxIterations: 1 })
    expectRow(row(result, 0), 1)
    expectRow(row(result, 1), 0.5)
  })

  test('[AGG-10] sds', () => {
    // Both are right 1.5 times of 2, the pool is at 0.75, so q = (1.5 + 3.75) / 7 = 0.75.
    // ada: P(no | no) = 4.75/6.5, P(no | yes) = 1.25/5.5. bo: P(no | no) = 5.25/6.5, P(no | yes) = 1.75/5.5.
    const result = aggregate(ADA_AND_BO, { method: 'sds', maxIterations: 1 })
    const no0 = (0.75 * 4.75 * 5.25) / 6.5 ** 2
    const yes0 = (0.25 * 1.25 * 1.75) / 5.5 ** 2
    const no1 = (0.75 * 1.75 * 5.25) / 6.5 ** 2
    const yes1 = (0.25 * 4.25 * 1.75) / 5.5 ** 2
    expectRow(row(result, 0), no0 / (no0 + yes0))
    expectRow(row(result, 1), no1 / (no1 + yes1))
  })

  test('[AGG-10] sds: chen, of one answer, leans on the pool', () => {
    const withChen = encode([
      { task: 't0', labeler: 'ada', label: 'no' },
      { task: 't0', labeler: 'bo', label: 'no' },
      { task: 't0', labeler: 'chen', label: 'yes' },
    ]).annotations
    // Right 2/3, 2/3 and 1/3 times of 1: the pool is at 5/9.
    const q = (2 / 3 + 25 / 9) / 6
    const chen = (1 / 3 + 25 / 9) / 6
    const [no, yes] = [5 + 2 / 3, 5 + 1 / 3]
    const ifNo = (2 / 3) * ((2 / 3 + 5 * q) / no) ** 2 * ((2 / 3 + 5 * (1 - chen)) / no)
    const ifYes = (1 / 3) * ((1 / 3 + 5 * (1 - q)) / yes) ** 2 * ((1 / 3 + 5 * chen) / yes)
    const result = aggregate(withChen, { method: 'sds', maxIterations: 1 })
    expectRow(row(result, 0), ifNo / (ifNo + ifYes))
  })

  test('[AGG-11] onecoin', () => {
    // Both lean to 0.75: two answers that agree give 9 : 1, two that differ cancel out.
    const result = aggregate(ADA_AND_BO, { method: 'onecoin', maxIterations: 1 })
    expectRow(row(result, 0), 0.9)
    expectRow(row(result, 1), 0.5)
    expect(result.tie[1]).toBe(1)
  })

  test('[AGG-12] mace', () => {
    // Both θ = 1/2; spam says "no" with 0.43333/1.2 for ada, 1.1/1.2 for bo; "yes" with 0.76667/1.2 for ada.
    const result = aggregate(ADA_AND_BO, { method: 'mace', maxIterations: 1 })
    const adaNo = 1 + 1.2 / (1 / 3 + 0.1)
    const adaYes = 1 + 1.2 / (2 / 3 + 0.1)
    const boNo = 1 + 1.2 / 1.1
    expectRow(row(result, 0), (adaNo * boNo) / (adaNo * boNo + 1))
    expectRow(row(result, 1), boNo / (boNo + adaYes))
  })
})

describe('labelers', () => {
  /** ada, bo and chen answer 60 tasks of changing truth; chen always says "no". */
  const pool = crowd(60)

  test('[AGG-14] who is right has the higher interval; every interval holds its mean', () => {
    const { reliability, reliabilityLow, reliabilityHigh } = aggregate(pool, { method: 'sds' })
    const [, , chen] = reliability
    expect(reliability[0]).toBeGreaterThan(0.9)
    expect(reliabilityLow[0]).toBeGreaterThan(reliabilityHigh[2]!)
    expect(chen).toBeCloseTo(0.5, 1)
    for (const [j, mean] of reliability.entries()) {
      expect(reliabilityLow[j]).toBeLessThan(mean)
      expect(reliabilityHigh[j]).toBeGreaterThan(mean)
    }
  })

  test('[AGG-14] gold counts as certain', () => {
    const wrongForAll = { task: [0, 1, 2, 3], label: [1, 0, 1, 0] }
    const without = aggregate(pool, { method: 'majority' })
    const withGold = aggregate(pool, { method: 'majority', gold: wrongForAll })
    expect(withGold.reliability[0]).toBeLessThan(without.reliability[0]! - 0.03)
    expect(withGold.posterior).toEqual(without.posterior)
  })

  test('[AGG-14] single answers say nothing about their labeler', () => {
    const single = encode([
      { task: 't0', labeler: 'ada', label: 'a' },
      { task: 't1', labeler: 'ada', label: 'b' },
    ]).annotations
    const { reliability } = aggregate(single, { method: 'sds' })
    expect(reliability[0]).toBeCloseTo(0.75, 12)
  })

  test('[AGG-12] who always says the same is the least sincere', () => {
    const [ada, bo, chen] = estimateSincerity(pool)
    expect(ada).toBeGreaterThan(0.9)
    expect(bo).toBeGreaterThan(0.9)
    expect(chen).toBeLessThan(0.2)
  })
})

test('[AGG-7] a result names its method and version', () => {
  for (const method of ['majority', 'wawa', 'ds', 'sds', 'onecoin', 'mace'] satisfies Method[]) {
    const result = aggregate(ADA_AND_BO, { method })
    expect(result.method).toBe(method)
    expect(result.version).toBe(`${method}/1`)
  }
  expect(aggregate(ADA_AND_BO, { method: 'auto' }).method).toBe('sds')
})

function crowd(taskCount: number): Annotations {
  const rows = Array.from({ length: taskCount }, (_, i) => {
    const truth = i % 2 === 0 ? 'no' : 'yes'
    return [
      { task: `t${String(i).padStart(3, '0')}`, labeler: 'ada', label: truth },
      { task: `t${String(i).padStart(3, '0')}`, labeler: 'bo', label: truth },
      { task: `t${String(i).padStart(3, '0')}`, labeler: 'chen', label: 'no' },
    ]
  })
  return encode(rows.flat()).annotations
}
