import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { aggregate, encode, type Method, scoreRow, selectOnGold } from './index.ts'

/** Real datasets stay out of the project; without them these tests are skipped, and say so. */
const CROWD = join(import.meta.dirname, '../../../../shared/data/crowd')

function read(name: string) {
  const table = (file: string) =>
    readFileSync(join(CROWD, name, file), 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(','))
  const encoded = encode(
    table('answers.csv').map(([task, labeler, label]) => ({ task: task!, labeler: labeler!, label: label! })),
  )
  const truth = table('truth.csv').flatMap(([task, label]) => {
    const index = encoded.tasks.indexOf(task!)
    return index === -1 ? [] : [{ task: index, label: encoded.classes.indexOf(label!) }]
  })
  return { annotations: encoded.annotations, truth }
}

function accuracy(name: string, method: Method): number {
  const { annotations, truth } = read(name)
  const { posterior } = aggregate(annotations, { method })
  const K = annotations.classCount
  const right = truth.map(({ task, label }) => scoreRow(posterior, task * K, K, label))
  return (100 * right.reduce((sum, value) => sum + value, 0)) / truth.length
}

const PUBLISHED: [name: string, method: Method, percent: number, within: number][] = [
  ['rte', 'majority', 89.69, 0.01],
  ['bluebird', 'majority', 75.93, 0.01],
  ['dog', 'majority', 82.22, 0.01],
  ['web', 'majority', 73.07, 0.01],
  ['sp', 'majority', 88.59, 0.01],
  ['zencrowd_in', 'majority', 74.04, 0.01],
  ['rte', 'ds', 92.75, 0.1],
  ['bluebird', 'ds', 89.81, 0.1],
  ['dog', 'ds', 84.26, 0.1],
  ['web', 'ds', 82.59, 0.2],
  ['sp', 'ds', 91.48, 0.1],
  ['zencrowd_in', 'ds', 75.98, 0.1],
]

const SHRUNK: [name: string, atLeast: number][] = [
  ['rte', 92.75],
  ['bluebird', 89.8],
  ['dog', 83.8],
  ['web', 82.5],
  ['sp', 91.4],
  ['zencrowd_in', 76.9],
]

const missing = (name: string) =>
  existsSync(join(CROWD, name)) ? undefined : `dataset ${name} is not at ${CROWD}`

describe('real crowds', () => {
  for (const [name, method, percent, within] of PUBLISHED) {
    test(`[AGG-9] ${method} on ${name}: ${percent} ± ${within} %`, ({ skip }) => {
      const reason = missing(name)
      if (reason !== undefined) skip(reason)
      expect(Math.abs(accuracy(name, method) - percent)).toBeLessThanOrEqual(within)
    })
  }

  for (const [name, atLeast] of SHRUNK) {
    test(`[AGG-10] sds on ${name}: at least ${atLeast} %`, ({ skip }) => {
      const reason = missing(name)
      if (reason !== undefined) skip(reason)
      expect(accuracy(name, 'sds')).toBeGreaterThanOrEqual(atLeast)
    })
  }

  test('[AGG-13] on zencrowd_in, with all truth as gold, selection finds a better method than sds', ({
    skip,
  }) => {
    const reason = missing('zencrowd_in')
    if (reason !== undefined) skip(reason)
    const { annotations, truth } = read('zencrowd_in')
    const gold = { task: truth.map(({ task }) => task), label: truth.map(({ label }) => label) }
    const { weight, golds, correct } = selectOnGold(annotations, gold)
    expect(golds).toBe(2040)
    expect(weight.onecoin).toBeGreaterThan(0.99)
    expect(correct.onecoin).toBeGreaterThan(correct.sds! + 20)
  })
})
