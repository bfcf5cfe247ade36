import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '@rowright/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { startThrowawaySystem } from '../../scripts/runtime/throwaway.ts'
import { accuracyOf, failedWorkers, majorityAccuracyOf, measured } from './accuracy.ts'
import { readDataset, toDataset } from './dataset.ts'
import { contentSha256, countLost, countOverCollected, type ExportedRow } from './exported.ts'
import { drawGold, nameOf } from './names.ts'
import { readOptions } from './options.ts'
import { type Played, play } from './play.ts'
import { silentReporter } from './progress.ts'
import { type Findings, type Report, violations } from './report.ts'

const answer = (task: string, worker: string, label: string) => ({ task, worker, label })

/** 12 tasks × 5 workers, three quarters of the answers right. Labels are what people write. */
/** @param care the share of answers that are right for certain; of the rest a third is by chance. */
function madeUp(care: number) {
  const chance = seededRandom('replay')
  const labels = ['yes, surely', 'no', '標註']
  const truth = new Map(Array.from({ length: 12 }, (_, i) => [`task ${i}`, labels[i % 3]!]))
  const answers = [...truth].flatMap(([task, right]) =>
    ['ada', 'bo', 'chen', 'dee', 'eve'].map((worker) =>
      answer(task, worker, chance() < care ? right : labels[Math.floor(chance() * 3)]!),
    ),
  )
  return toDataset('made-up', answers, truth)
}

describe('a made-up dataset through a system of its own', () => {
  let system: Awaited<ReturnType<typeof startThrowawaySystem>>
  beforeAll(async () => {
    system = await startThrowawaySystem({
      purpose: 'replay-test',
      demo: false,
      counts: { web: 0, worker: 2 },
      epochSeconds: 1,
      env: { RATE_FACTOR: '1000' },
    })
  })
  afterAll(() => system?.stop())

  const crowd = madeUp(0.75)
  // Whether 12 tasks of a careless crowd close early is chance; where all agree they do.
  const agreed = madeUp(1)
  const run = (kill: boolean, adaptive = false): Promise<Played> =>
    play({
      urls: system.apiUrls,
      dataset: adaptive ? agreed : crowd,
      seed: '1',
      adaptive,
      reporter: silentReporter(),
      signal: new AbortController().signal,
      reached: (moment) => {
        if (kill && moment === 'answers') system.kill('api', 'SIGKILL')
        if (kill && moment === 'epoch') system.kill('worker', 'SIGKILL')
      },
    })

  test('every account is paid what it is owed; a kill -9 of api and worker changes nothing', async () => {
    const calm = await run(false)
    expect(calm.violations).toEqual([])
    expect(calm.report).toMatchObject({
      tasks: 12,
      workers: 5,
      answers: 60,
      rewardsPaid: 600_000,
      accountsPaid: 5,
    })
    const killed = await run(true)
    expect(killed.violations).toEqual([])
    const decided = ({ seconds: _, answersPerSecond: __, ...rest }: Report) => rest
    expect(decided(killed.report)).toEqual(decided(calm.report))
  })

  test('with adaptive overlap every task is decided with fewer answers, and everybody is paid for theirs', async () => {
    const { report, violations } = await run(true, true)
    expect(violations).toEqual([])
    expect(report).toMatchObject({ tasks: 12, exportedRows: 12, rewardsPaid: report.paidAnswers * 10_000 })
    expect(report.paidAnswers).toBeLessThan(60)
  })
})

describe('reading a dataset', () => {
  const folder = mkdtempSync(join(tmpdir(), 'replay-test-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const read = (answers: string, truth?: string) => {
    writeFileSync(join(folder, 'answers.csv'), answers)
    if (truth !== undefined) writeFileSync(join(folder, 'truth.csv'), truth)
    return readDataset(folder)
  }

  test('exact duplicates are dropped; of two labels of one worker on one task the first is kept', () => {
    const data = read('task,worker,label\n1,ada,x\n1,ada,x\n1,ada,y\n1,ada,y\n1,bo,"y, or z"\n')
    expect([data.rows, data.conflicting]).toEqual([3, 1])
    expect(data.answers).toEqual([answer('1', 'ada', 'x'), answer('1', 'bo', 'y, or z')])
  })

  test('truths of tasks that nobody answered do not count, their labels neither', () => {
    const data = read('task,worker,label\n1,ada,x\n', 'task,label\n1,y\n2,z\n')
    expect([...data.truth]).toEqual([['1', 'y']])
    expect(data.labels).toEqual(['x', 'y'])
  })

  test('a wrong file is one sentence', () => {
    expect(() => read('a,b\n1,2\n')).toThrow('it must have the columns task,worker,label')
    expect(() => read('task,worker,label\n')).toThrow('has no answers')
    expect(() => read('task,worker,label\n1,2\n')).toThrow('Invalid Record Length')
    expect(() => readDataset('/nowhere')).toThrow('There is no /nowhere/answers.csv.')
  })
})

test('names fit the API and stay apart, whatever the text', () => {
  expect(nameOf('標註 🙂, "hm"')).toBe('標註 🙂, "hm"')
  const odd = ['', ' ', ' a', 'a\0', '\ud800', 'x'.repeat(300), `${'x'.repeat(300)}y`]
  const names = odd.map(nameOf)
  expect(new Set(names).size).toBe(odd.length)
  for (const name of names) expect(name).toMatch(/^[^\0]{1,200}$/u)
})

test('gold is a twentieth of the tasks with a truth, decided by the seed', () => {
  const tasks = Array.from({ length: 200 }, (_, i) => `t${i}`)
  expect(drawGold(tasks, '1').size).toBe(10)
  expect(drawGold([...tasks].reverse(), '1')).toEqual(drawGold(tasks, '1'))
  expect(drawGold(tasks, '2')).not.toEqual(drawGold(tasks, '1'))
})

test('accuracy is over tasks with a truth that were not gold; majority ties count their share', () => {
  const data = toDataset(
    'ties',
    [answer('1', 'ada', 'x'), answer('1', 'bo', 'y'), answer('2', 'ada', 'x'), answer('3', 'ada', 'x')],
    new Map([
      ['1', 'y'],
      ['2', 'x'],
    ]),
  )
  const tasks = measured(data, new Set(['2']))
  expect(tasks).toEqual(['1'])
  expect(majorityAccuracyOf(tasks, data.truth, data.answers)).toBe(0.5)
  expect(accuracyOf(tasks, data.truth, new Map([['1', 'y']]))).toBe(1)
  expect(accuracyOf([], data.truth, new Map())).toBeNull()
})

test('three wrong control tasks and more than half of them fail a worker', () => {
  const gold = ['1', '2', '3', '4', '5', '6']
  const truth = new Map(gold.map((task) => [task, 'x']))
  const says = (worker: string, labels: string) => gold.map((task, i) => answer(task, worker, labels[i]!))
  const answers = [...says('ada', 'yyyyxx'), ...says('bo', 'yyyxxx'), ...says('chen', 'xxxxxy')]
  expect([...failedWorkers(answers, truth, new Set(gold))]).toEqual(['ada'])
  expect(failedWorkers(answers.slice(0, 2), truth, new Set(gold)).size).toBe(0)
})

describe('an export', () => {
  const row = (id: string, ...annotations: [string, string][]): ExportedRow => ({
    id,
    item: {},
    result: { value: 'x', confidence: 1, method: 'ds', version: 'ds/1', votes: {} },
    annotations: annotations.map(([labeler, value]) => ({
      labeler,
      value,
      verdict: 'accepted',
      madeBy: 'human',
    })),
    campaign: 'c',
    assignment: 'list',
    weight: 1,
    salt: id,
  })
  const sent = [
    answer('1', 'ada', 'x'),
    answer('1', 'bo', 'y'),
    answer('2', 'ada', 'y'),
    answer('2', 'bo', 'x'),
  ]
  const submitted = sent.map((one, i) => ({ ...one, assignmentId: String(i), price: 1n }))
  const same = new Map(['1', '2', 'x', 'y'].map((text) => [text, text]))
  const lostIn = (...rows: ExportedRow[]) => countLost(rows, submitted, { taskName: same, labelName: same })

  test('misses what was sent and is not there, and what stands under somebody else', () => {
    expect(lostIn(row('1', ['p', 'x'], ['q', 'y']), row('2', ['p', 'y'], ['q', 'x']))).toBe(0)
    expect(lostIn(row('1', ['p', 'x'], ['q', 'y']), row('2', ['p', 'y']))).toBe(1)
    expect(lostIn(row('1', ['p', 'x'], ['q', 'y']), row('2', ['q', 'y'], ['p', 'x']))).toBe(4)
  })

  test('has more than its slots when a task has more answers than listed labelers', () => {
    const rows = [row('1', ['p', 'x'], ['q', 'y'], ['r', 'y'])]
    expect(countOverCollected(rows, new Map([['1', 2]]))).toBe(1)
  })

  test('hashes to the same whoever stands under which pseudonym and salt, in any order', () => {
    const one = [row('1', ['p', 'x'], ['q', 'y']), row('2', ['p', 'x'])]
    const other = [{ ...row('2', ['z', 'x']), salt: 's' }, row('1', ['w', 'y'], ['z', 'x'])]
    expect(contentSha256(other)).toBe(contentSha256(one))
    expect(contentSha256([row('1', ['p', 'x']), row('2', ['p', 'x'])])).not.toBe(contentSha256(one))
  })
})

test('every invariant that is broken is said', () => {
  const sound: Report = {
    dataset: 'd',
    tasks: 2,
    workers: 2,
    answers: 4,
    conflicting: 0,
    accuracy: null,
    majorityAccuracy: null,
    overCollected: 0,
    lost: 0,
    ledgerImbalance: 0,
    rewardsOwed: 40,
    rewardsPaid: 40,
    accountsPaid: 2,
    revenueIn: 10,
    revenueOut: 9,
    dust: 1,
    paidAnswers: 4,
    exportedRows: 2,
    exportSha256: '',
    seconds: 1,
    answersPerSecond: 4,
  }
  const found: Findings = {
    submitted: 4,
    adaptive: false,
    wronglyPaidWork: 0,
    wronglyPaidRevenue: 0,
    accountsWithPay: 2,
    wrongVerdicts: 0,
    brokenCommitments: 0,
    slots: 4,
  }
  expect(violations(sound, found)).toEqual([])
  const broken: Partial<Report>[] = [
    { overCollected: 1 },
    { lost: 1 },
    { ledgerImbalance: 1 },
    { rewardsPaid: 41 },
    { accountsPaid: 1 },
    { dust: 2 },
    { exportedRows: 1 },
  ]
  for (const change of broken) expect(violations({ ...sound, ...change }, found)).toHaveLength(1)
  const { adaptive: _, ...counted } = found
  for (const key of Object.keys(counted)) expect(violations(sound, { ...found, [key]: 3 })).not.toEqual([])
  const early = { ...found, adaptive: true, submitted: 3, slots: 3 }
  expect(violations(sound, early), 'with adaptive overlap not all is asked for').toEqual([])
  expect(violations(sound, { ...early, slots: 4 })).not.toEqual([])
})

test('the command line is checked, one sentence each', () => {
  expect(readOptions(['d', '--kill', 'api,worker-2@epoch', '--api', '2'])).toMatchObject({
    counts: { api: 2, web: 1, worker: 1 },
    kills: [
      { process: 'api', at: 'answers' },
      { process: 'worker-2', at: 'epoch' },
    ],
  })
  expect(() => readOptions([])).toThrow('Give the folder of a dataset')
  expect(() => readOptions(['d', '--seed', 'x'])).toThrow('--seed is "x"')
  expect(() => readOptions(['d', '--url', 'x'])).toThrow('not an address')
  expect(() => readOptions(['d', '--url', 'http://x', '--kill', 'api'])).toThrow('does not go with --url')
  expect(() => readOptions(['d', '--kill', 'postgres'])).toThrow('the processes are api, web, worker')
  expect(() => readOptions(['d', '--sed', '1'])).toThrow("Unknown option '--sed'")
})
