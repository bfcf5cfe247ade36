import { describe, expect, test } from 'vitest'
import { type Agreements, agreeingGroups } from '../index.ts'

/** Answers by value: equal ones agree. `known`: the right value, where one is known. */
function taskOf(said: readonly [labeler: number, value: string][], known?: string): Agreements {
  return {
    labelers: said.map(([labeler]) => labeler),
    agree: Uint8Array.from(said.flatMap(([, one]) => said.map(([, two]) => (one === two ? 1 : 0)))),
    ...(known !== undefined && { right: Uint8Array.from(said, ([, one]) => (one === known ? 1 : 0)) }),
  }
}

/** Numerical Recipes' linear congruential generator. */
function lcg(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** People right in `p` of the tasks, who err in one of ten ways; and copies of one more such hand. */
function crowd(random: () => number, { people = 6, copies = 0, p = 0.8, tasks = 200 }) {
  const answer = () => (random() < p ? 'right' : `wrong ${Math.floor(10 * random())}`)
  return Array.from({ length: tasks }, () => {
    const copied = answer()
    return taskOf([
      ...Array.from({ length: people }, (_, j): [number, string] => [j, answer()]),
      ...Array.from({ length: copies }, (_, c): [number, string] => [
        people + c,
        random() < 0.97 ? copied : answer(),
      ]),
    ])
  })
}

describe('[AGG-25] who agrees beyond chance where answers are no classes', () => {
  test('two, three and five copies of a middling hand are one group, and nobody else is in any', () => {
    for (const copies of [2, 3, 5]) {
      const { groups, judged } = agreeingGroups(crowd(lcg(copies), { copies, p: 0.6 }), 6 + copies)
      expect(groups).toEqual([Array.from({ length: copies }, (_, c) => 6 + c)])
      expect(judged).toBe(((6 + copies) * (5 + copies)) / 2)
    }
  })

  test('where everybody is right nobody copies', () => {
    expect(agreeingGroups(crowd(lcg(7), { p: 0.97 }), 6)).toEqual({ pairs: [], groups: [], judged: 15 })
    expect(agreeingGroups(crowd(lcg(8), { p: 1 }), 6)).toEqual({ pairs: [], groups: [], judged: 15 })
  })

  test('beside a ring of random answers a crowd at easy tasks is no ring: as one voice it would be outvoted', () => {
    // Half of twelve are nearly always right: of these pairs all others but the ring may be one with both.
    for (const seed of [1, 11, 16, 17, 19]) {
      const random = lcg(seed * 7919)
      const tasks = Array.from({ length: 400 }, (_, task) => {
        const harder = random() < 0.3 ? 0.15 : 0
        const answer = (j: number) => {
          if (random() < (j < 6 ? 0.99 : 0.8) - harder) return 'right'
          return random() < 0.5 ? 'shadow' : `wrong ${Math.floor(10 * random())}`
        }
        const drawn = Array.from({ length: 12 }, (_, j) => ({ j, at: random() }))
          .sort((a, b) => a.at - b.at)
          .slice(0, 4)
          .map(({ j }): [number, string] => [j, answer(j)])
          .sort(([a], [b]) => a - b)
        const ring = [12, 13, 14].map((j): [number, string] => [
          j,
          random() < 0.97 ? `random ${task}` : 'right',
        ])
        return taskOf([...ring, ...drawn])
      })
      expect(agreeingGroups(tasks, 15).groups).toEqual([[12, 13, 14]])
    }
  })

  test('easy lines agree by nature: hard ones among them make no pair', () => {
    const random = lcg(9)
    const tasks = Array.from({ length: 300 }, (_, i) => {
      const p = i % 10 === 0 ? 0.3 : 1
      return taskOf(
        Array.from({ length: 5 }, (_, j): [number, string] => [
          j,
          random() < p ? 'right' : random() < 0.5 ? 'looks like it' : `wrong ${Math.floor(10 * random())}`,
        ]),
      )
    })
    expect(agreeingGroups(tasks, 5).groups).toEqual([])
  })

  test('what nobody else says anything about, and fewer than 20 shared tasks, are not judged', () => {
    const pair = Array.from({ length: 50 }, () =>
      taskOf([
        [0, 'a'],
        [1, 'a'],
      ]),
    )
    expect(agreeingGroups(pair, 2)).toEqual({ pairs: [], groups: [], judged: 0 })
    expect(agreeingGroups(crowd(lcg(3), { copies: 2, tasks: 19 }), 8).judged).toBe(0)
    expect(agreeingGroups([], 0)).toEqual({ pairs: [], groups: [], judged: 0 })
  })

  test('known answers speak where two are alone', () => {
    const random = lcg(4)
    const tasks = Array.from({ length: 60 }, () => {
      const said = random() < 0.5 ? 'right' : 'wrong'
      return taskOf(
        [
          [0, said],
          [1, said],
        ],
        'right',
      )
    })
    expect(agreeingGroups(tasks, 2).groups).toEqual([[0, 1]])
  })
})
