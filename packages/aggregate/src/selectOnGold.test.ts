import { describe, expect, test } from 'vitest'
import { aggregate, encode, selectOnGold } from './index.ts'

/**
 * 80 tasks: ada and bo are always right, chen and dina answer at random but alike, so that majority ties or
 * follows them where `sds` does not.
 */
const pool = encode(
  Array.from({ length: 80 }, (_, i) => {
    const task = `t${String(i).padStart(2, '0')}`
    const truth = i % 2 === 0 ? 'no' : 'yes'
    const random = Math.imul(i + 1, 2654435761) >>> 31 === 0 ? 'no' : 'yes'
    return [
      { task, labeler: 'ada', label: truth },
      { task, labeler: 'bo', label: i % 10 === 9 ? random : truth },
      { task, labeler: 'chen', label: random },
      { task, labeler: 'dina', label: i % 3 === 0 ? truth : random },
      { task, labeler: 'eun', label: i % 7 === 0 ? random : truth },
    ]
  }).flat(),
).annotations

const sds = aggregate(pool, { method: 'sds' }).label
const majority = aggregate(pool, { method: 'majority' }).label
const disputed = [...sds.keys()].filter((task) => sds[task] !== majority[task])

/** 60 golds that call `count` disputed tasks for the majority. */
function goldWith(count: number) {
  const agreed = [...sds.keys()].filter((task) => sds[task] === majority[task])
  const task = [...disputed.slice(0, count), ...agreed].slice(0, 60)
  return { task, label: task.map((i) => majority[i]!) }
}

describe('[AGG-13] selection on gold', () => {
  test('each gold a method lags behind the best halves its weight', () => {
    const { golds, correct, weight } = selectOnGold(pool, goldWith(2))
    expect([golds, correct.sds, correct.majority]).toEqual([60, 58, 60])
    expect(weight.majority! / weight.sds!).toBeCloseTo(4, 8)
    expect(Object.values(weight).reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12)
  })

  test('with enough gold auto is the mean of all methods by these weights', () => {
    const gold = goldWith(2)
    const { weight } = selectOnGold(pool, gold)
    const blended = aggregate(pool, { method: 'auto', gold })
    expect([blended.method, blended.version]).toEqual(['blend', 'blend/1'])
    const methods = ['sds', 'ds', 'onecoin', 'mace', 'wawa', 'majority'] as const
    const means = methods
      .map((method) => aggregate(pool, { method, gold }).posterior.map((p) => p * weight[method]!))
      .reduce((sum, one) => sum.map((p, cell) => p + one[cell]!))
    for (const [cell, p] of blended.posterior.entries()) expect(p).toBeCloseTo(means[cell]!, 9)
  })

  test('gold that calls for the majority moves the disputed tasks its way', () => {
    const share = (count: number) => {
      const { posterior } = aggregate(pool, { method: 'auto', gold: goldWith(count) })
      const rest = disputed.slice(3)
      return rest.reduce((sum, i) => sum + posterior[2 * i + majority[i]!]!, 0) / rest.length
    }
    expect(share(3)).toBeGreaterThan(share(0) + 0.2)
  })

  test('below 50 golds auto keeps the default', () => {
    const few = { task: goldWith(2).task.slice(0, 49), label: goldWith(2).label.slice(0, 49) }
    expect(aggregate(pool, { method: 'auto', gold: few }).method).toBe('sds')
  })
})

test('[AGG-11] from 50 golds on, their class shares are the prior of onecoin', () => {
  const allNo = { task: [...sds.keys()].slice(0, 50), label: new Uint32Array(50) }
  const few = { task: allNo.task.slice(0, 49), label: new Uint32Array(49) }
  const odds = (gold?: typeof few) => {
    const { posterior } = aggregate(pool, { method: 'onecoin', maxIterations: 1, gold })
    return posterior[0]! / posterior[1]!
  }
  expect(odds(few)).toBe(odds())
  // Fifty times "no" and one pseudo-gold for each class: 51 to 1.
  expect(odds({ ...few, ...allNo }) / odds()).toBeCloseTo(51, 6)
})
