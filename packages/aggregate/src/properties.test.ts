import { expect, test } from 'vitest'
import { type Annotations, aggregate, type Method } from './index.ts'

const METHODS: Method[] = ['majority', 'wawa', 'ds', 'sds', 'onecoin', 'mace']
/** Printed in the name of the test that fails. */
const SEEDS = [1, 2, 3, 4, 5]

for (const seed of SEEDS) {
  for (const method of METHODS) {
    test(`[AGG-4] ${method}, seed ${seed}: rows sum to 1, labels and confidence follow from them`, () => {
      const a = randomPool(seed)
      const { posterior, label, confidence } = aggregate(a, { method })
      for (let i = 0; i < a.taskCount; i++) {
        const row = posterior.slice(i * a.classCount, (i + 1) * a.classCount)
        expect(Math.abs(row.reduce((sum, p) => sum + p, 0) - 1)).toBeLessThan(1e-12)
        if (!a.task.includes(i)) {
          expect([label[i], confidence[i], row[0]]).toEqual([-1, 0, 1 / a.classCount])
          continue
        }
        expect(confidence[i]).toBe(row[label[i]!])
        expect(confidence[i]).toBeGreaterThanOrEqual(Math.max(...row) - 1e-9)
      }
    })

    test(`[AGG-2] ${method}, seed ${seed}: the order of the answers changes no bit`, () => {
      const a = randomPool(seed)
      expect(aggregate(shuffled(a, seed + 100), { method })).toEqual(aggregate(a, { method }))
    })

    test(`[AGG-6] ${method}, seed ${seed}: renaming classes renames the outcome`, () => {
      const a = randomPool(seed)
      const renamed = { ...a, label: a.label.map((l) => (l + 1) % a.classCount) }
      const before = aggregate(a, { method })
      const after = aggregate(renamed, { method })
      expect(after.tie).toEqual(before.tie)
      for (let cell = 0; cell < before.posterior.length; cell++) {
        const k = cell % a.classCount
        const moved = cell - k + ((k + 1) % a.classCount)
        expect(Math.abs(after.posterior[moved]! - before.posterior[cell]!)).toBeLessThan(1e-9)
      }
      for (let i = 0; i < a.taskCount; i++) {
        if (before.label[i] === -1 || before.tie[i] === 1) continue
        expect(after.label[i]).toBe((before.label[i]! + 1) % a.classCount)
      }
    })
  }
}

test('[AGG-4] 5,000 answers to one task do not underflow', () => {
  const n = 5_000
  const a: Annotations = {
    taskCount: 2,
    labelerCount: n,
    classCount: 3,
    task: new Uint32Array(2 * n).fill(1, n),
    labeler: Uint32Array.from({ length: 2 * n }, (_, i) => i % n),
    label: Uint32Array.from({ length: 2 * n }, (_, i) => (i < n ? (i % 5 === 0 ? 1 : 0) : i % 3)),
  }
  for (const method of METHODS) {
    const { posterior, label } = aggregate(a, { method })
    expect(posterior.every(Number.isFinite)).toBe(true)
    expect(label[0]).toBe(0)
  }
})

/** 40 tasks, of which some stay without an answer, 12 labelers of 40 to 100 % accuracy, 3 classes. */
function randomPool(seed: number): Annotations {
  const random = lcg(seed)
  const task: number[] = []
  const labeler: number[] = []
  const label: number[] = []
  for (let i = 0; i < 40; i++) {
    for (let j = 0; j < 12; j++) {
      if (random() > 0.3 || i % 13 === 12) continue
      task.push(i)
      labeler.push(j)
      label.push(random() < 0.4 + j / 20 ? i % 3 : Math.floor(random() * 3))
    }
  }
  const [tasks, labelers, labels] = [task, labeler, label].map((column) => Uint32Array.from(column))
  return { taskCount: 40, labelerCount: 12, classCount: 3, task: tasks!, labeler: labelers!, label: labels! }
}

function shuffled(a: Annotations, seed: number): Annotations {
  const random = lcg(seed)
  const order = [...a.task.keys()].map((n) => ({ n, at: random() })).sort((x, y) => x.at - y.at)
  const take = (column: Uint32Array) => Uint32Array.from(order, ({ n }) => column[n]!)
  return { ...a, task: take(a.task), labeler: take(a.labeler), label: take(a.label) }
}

/** Numerical Recipes' linear congruential generator. */
function lcg(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
