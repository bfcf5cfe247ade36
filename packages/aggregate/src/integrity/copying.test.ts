import { describe, expect, test } from 'vitest'
import { type Annotations, aggregate, collapseGroups, copyingGroups } from '../index.ts'

/** Ten honest labelers, right in 80 % of all cases, and `copies` who repeat one random answer with 5 % noise. */
function crowd(tasks: number, copies: number, classCount: number, seed = 3): Annotations {
  const random = lcg(seed)
  const rows: [task: number, labeler: number, label: number][] = []
  const draw = () => Math.floor(random() * classCount)
  for (let i = 0; i < tasks; i++) {
    for (let j = 0; j < 10; j++) rows.push([i, j, random() < 0.8 ? i % classCount : draw()])
    const copied = draw()
    for (let c = 0; c < copies; c++) rows.push([i, 10 + c, random() < 0.95 ? copied : draw()])
  }
  return table(rows, tasks, 10 + copies, classCount)
}

describe('[AGG-20] copying groups', () => {
  for (const classCount of [2, 5]) {
    test(`${classCount} classes: the copies are one group, and nobody else is in any`, () => {
      const { groups, pairs, judged } = copyingGroups(crowd(300, 4, classCount))
      expect(groups).toEqual([[10, 11, 12, 13]])
      expect(pairs).toHaveLength(6)
      expect(judged).toBe((14 * 13) / 2)
      for (const { agreement, z, shared } of pairs) {
        expect(agreement).toBeGreaterThan(0.85)
        expect(z).toBeGreaterThan(5)
        expect(shared).toBe(300)
      }
    })
  }

  test('accurate labelers agree because they are right: no group', () => {
    const rows = Array.from({ length: 200 * 6 }, (_, n): [number, number, number] => {
      const [i, j] = [Math.floor(n / 6), n % 6]
      return [i, j, (i * 7 + j * 13) % 25 === 0 ? (i + 1) % 3 : i % 3]
    })
    expect(copyingGroups(table(rows, 200, 6, 3))).toEqual({ pairs: [], groups: [], judged: 15 })
  })

  test('fewer than 20 shared tasks are not judged', () => {
    expect(copyingGroups(crowd(19, 4, 2)).judged).toBe(0)
  })

  test('a ring of half the answers owns the consensus; gold shows it', () => {
    const held = crowd(400, 9, 2)
    const task = Array.from({ length: 200 }, (_, g) => 2 * g)
    const gold = { task, label: task.map((i) => i % 2) }
    expect(copyingGroups(held, { gold }).groups).toEqual([[10, 11, 12, 13, 14, 15, 16, 17, 18]])
  })

  test('the order of the answers changes nothing', () => {
    const a = crowd(100, 3, 2)
    const back = {
      ...a,
      task: a.task.toReversed(),
      labeler: a.labeler.toReversed(),
      label: a.label.toReversed(),
    }
    expect(copyingGroups(back)).toEqual(copyingGroups(a))
  })

  test('[AGG-3] nothing, one class: no groups', () => {
    expect(copyingGroups(table([], 0, 0, 0)).groups).toEqual([])
    expect(copyingGroups(table([[0, 0, 0]], 1, 1, 1)).groups).toEqual([])
  })
})

describe('[AGG-21] collapse', () => {
  const a = table(
    [
      [0, 0, 1],
      [0, 3, 0],
      [0, 2, 0],
      [0, 1, 1],
      [1, 3, 2],
      [1, 1, 0],
      [1, 2, 2],
    ],
    2,
    4,
    3,
  )

  test('a group speaks once, by its majority; of equals by its first member', () => {
    const collapsed = collapseGroups(a, [[3, 1]])
    const rows = [...collapsed.task].map((task, n) => [task, collapsed.labeler[n], collapsed.label[n]])
    expect(rows.toSorted()).toEqual([
      [0, 0, 1],
      [0, 1, 1],
      [0, 2, 0],
      [1, 1, 0],
      [1, 2, 2],
    ])
    const three = collapseGroups(a, [[1, 2, 3]])
    expect([...aggregate(three, { method: 'majority' }).votes]).toEqual([1, 1, 0, 0, 0, 1])
  })

  test('no group changes nothing', () => {
    expect(collapseGroups(a, [])).toEqual(a)
  })

  test('[AGG-3] unknown members and overlapping groups are named', () => {
    expect(() => collapseGroups(a, [[0, 9]])).toThrow(
      expect.objectContaining({ code: 'aggregate/index-out-of-range', field: 'groups.0.1' }),
    )
    expect(() => collapseGroups(a, [[0, 1], [1]])).toThrow(
      expect.objectContaining({ code: 'aggregate/overlapping-groups', field: 'groups.1.0' }),
    )
  })
})

function table(
  rows: readonly [task: number, labeler: number, label: number][],
  taskCount: number,
  labelerCount: number,
  classCount: number,
): Annotations {
  const column = (at: 0 | 1 | 2) => Uint32Array.from(rows, (row) => row[at])
  return { taskCount, labelerCount, classCount, task: column(0), labeler: column(1), label: column(2) }
}

/** Numerical Recipes' linear congruential generator. */
function lcg(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
