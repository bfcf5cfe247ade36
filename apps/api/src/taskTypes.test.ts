import { refit } from '@rowright/pipeline/consensus'
import { openSlots } from '@rowright/pipeline/labeling'
import { getCampaign, recordFunding, setStatus } from '@rowright/pipeline/pool'
import { testDatabase } from '@rowright/testing'
import { giveConsent, newPool } from '@rowright/testing/factories'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf, type Someone, someone } from './testWorld.ts'

const database = testDatabase()
let door: TestDoor
let rita: Someone
let ada: Someone
let bo: Someone
let pool: Awaited<ReturnType<typeof newPool>>
beforeAll(async () => {
  door = await openDoor(database)
  rita = await someone(door, database, 'rita')
  ada = await someone(door, database, 'ada')
  bo = await someone(door, database, 'bo')
  pool = await database.tx((ctx) => newPool(ctx, rita))
  for (const one of [ada, bo]) await database.tx((ctx) => giveConsent(ctx, pool, one))
})
afterAll(async () => {
  await door.close()
  expect(door.faults).toEqual([])
})

const labels = ['person', 'place'].map((value) => ({ value, label: value }))
type Row = Record<string, unknown>

/** Drafts a campaign over HTTP and uploads its rows. */
async function drafted(taskType: string, question: object, rows: Row[]) {
  const made = await door.send<{ id: string }>('POST', `/v1/pools/${pool.id}/campaigns`, {
    token: rita.token,
    json: { name: `${taskType}?`, taskType, price: '100', overlap: 2, assignment: 'list', ...question },
  })
  expect(made.status, made.text).toBe(200)
  const at = `/v1/pools/${pool.id}/campaigns/${made.json.id}`
  const upload = () =>
    door.send<{ line?: number }>('POST', `${at}/items`, {
      token: rita.token,
      headers: { 'content-type': 'application/x-ndjson' },
      body: rows.map((row) => JSON.stringify(row)).join('\n'),
    })
  return { at, id: made.json.id, upload }
}

/** The same, for all who are in the pool to answer: money on chain is what a test has no need of. */
async function opened(taskType: string, question: object, rows: Row[]) {
  const { at, id, upload } = await drafted(
    taskType,
    { ...question, assignment: 'open', windowChecks: null },
    rows,
  )
  const uploaded = await upload()
  expect(uploaded.status, uploaded.text).toBe(200)
  await database.tx(async (ctx) => {
    const found = await getCampaign(ctx, pool.id, id)
    const transaction = `0x${id.replaceAll('-', '').padEnd(64, '0')}` as const
    const funder = `0x${'f'.repeat(40)}` as const
    await recordFunding(ctx, {
      poolId: pool.id,
      campaignId: id,
      transaction,
      logIndex: 0,
      blockNumber: 1,
      funder,
      amount: 100_000n,
    })
    await setStatus(ctx, found, 'open')
    await openSlots(ctx, found)
  })
  return { at, id }
}

interface Reserved {
  assignment: { id: string; payload: Row } | null
}
const reserve = (at: string, who: Someone) =>
  door.send<Reserved>('POST', `${at}/assignments`, { token: who.token, json: {} })
const submit = (assignmentId: string, who: Someone, json: unknown) =>
  door.send('POST', `/v1/pools/${pool.id}/assignments/${assignmentId}/submit`, { token: who.token, json })

const text = { text: 'Ada met Bo 👩🏽 in Paris' }
const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const cases: [
  taskType: string,
  question: object,
  payload: Row,
  wrong: [value: unknown, field: string][],
  right: unknown,
][] = [
  [
    'single',
    { labels },
    text,
    [
      ['elsewhere', 'value'],
      ['', 'value'],
      [Number.NaN, 'value'],
      ['half \ud83d', 'value'],
    ],
    'person',
  ],
  [
    'multi',
    { schema: { labels } },
    { text: 'to choose from' },
    [
      [['person', 'elsewhere'], 'value.1'],
      [['place', 'place'], 'value'],
      [['half \ud83d'], 'value'],
    ],
    ['place'],
  ],
  [
    'rating',
    {},
    { text: 'to rate' },
    [
      [6, 'value'],
      ['NaN', 'value'],
      [1.5, 'value'],
    ],
    5,
  ],
  [
    'numeric',
    { schema: { least: 0, most: 9 } },
    { text: 'to count' },
    [
      ['NaN', 'value'],
      ['Infinity', 'value'],
      [10, 'value'],
      [0.5, 'value'],
    ],
    3,
  ],
  [
    'pairwise',
    {},
    { left: 'a pair', right: 'of two' },
    [
      ['middle', 'value'],
      ['tie', 'value'],
    ],
    'left',
  ],
  [
    'spans',
    { schema: { labels } },
    { text: 'Ada met Bo 👩🏽 again' },
    [
      [[{ start: 0, end: 99, label: 'person' }], 'value.0.end'],
      [[{ start: 12, end: 15, label: 'person' }], 'value.0.start'],
      [[{ start: 0, end: 3, label: 'animal' }], 'value.0.label'],
      [[{ start: 0, end: 3, label: 'half \ud83d' }], 'value'],
      [[{ start: 'NaN', end: 3, label: 'person' }], 'value.0.start'],
    ],
    [{ start: 0, end: 3, label: 'person' }],
  ],
  [
    'transcription',
    {},
    { image: pixel },
    [
      ['half \ud83d', 'value'],
      ['a\u0000b', 'value'],
      ['  ', 'value'],
    ],
    'a line',
  ],
]

test.each(cases)(
  '[TYP-2, SRV-27] %s: bad answers are refused by field, and the campaign goes on',
  async (...of) => {
    const [taskType, question, payload, wrong, right] = of
    const { at } = await opened(taskType, question, [{ id: `${taskType}-1`, ...payload }])
    const { assignment } = (await reserve(at, ada)).json
    for (const [value, field] of wrong) {
      const refused = await submit(assignment!.id, ada, { value })
      const problem = problemOf(refused)
      expect(problem.status, `${JSON.stringify(value)}: ${refused.text}`).toBe(422)
      expect(problem.field, JSON.stringify(value)).toMatch(new RegExp(`^${field}`))
    }
    const taken = await submit(assignment!.id, ada, { value: right })
    expect(taken.status, taken.text).toBe(200)
    const work = await door.send<{ items: { said: { taskType: string; answer: unknown } }[] }>(
      'GET',
      '/v1/me/work?limit=1',
      { token: ada.token },
    )
    expect(work.json.items[0]?.said).toMatchObject({
      taskType,
      // What spans mark is said with them.
      chosen: taskType === 'pairwise' ? 'a pair' : null,
      answer: taskType === 'spans' ? [{ start: 0, end: 3, label: 'person', text: 'Ada' }] : right,
      labels: ['single', 'spans'].includes(taskType)
        ? [{ value: 'person', label: 'person', color: 'green' }]
        : taskType === 'multi'
          ? [{ value: 'place', label: 'place', color: 'blue' }]
          : [],
    })
  },
)

test('[TYP-1, TYP-2] schemas without sense, gold that is no answer, gold that contradicts itself: by line and field', async () => {
  const refused = await door.send('POST', `/v1/pools/${pool.id}/campaigns`, {
    token: rita.token,
    json: { name: 'rated?', taskType: 'rating', schema: { least: 5, most: 1 }, price: '100' },
  })
  expect(problemOf(refused)).toMatchObject({ code: 'pool/invalid-campaign', field: 'schema.most' })
  // With a step of slack a click is right in 3 of 10: no whole number of answers to choose from.
  const slack = (most: number) =>
    door.send('POST', `/v1/pools/${pool.id}/campaigns`, {
      token: rita.token,
      json: {
        name: 'rated?',
        taskType: 'rating',
        schema: { least: 1, most, tolerance: 1 },
        price: '100',
        overlap: 2,
        goldRatePpm: 100_000,
        assignment: 'open',
      },
    })
  expect((await slack(10)).status).toBe(200)
  expect(problemOf(await slack(3))).toMatchObject({ code: 'settlement/unsound-economy' })
  const appealable = (json: object) =>
    door.send<{ appealSeconds: number }>('POST', `/v1/pools/${pool.id}/campaigns`, {
      token: rita.token,
      json: { name: 'who?', labels, price: '100', ...json },
    })
  expect(problemOf(await appealable({ appealSeconds: 60 })), 'with windows the hold says it').toMatchObject({
    code: 'pool/invalid-campaign',
    field: 'appealSeconds',
  })
  for (const appealSeconds of [0, 1.5, 700_000, 'NaN'])
    expect(problemOf(await appealable({ assignment: 'list', appealSeconds })).field).toBe('appealSeconds')
  expect((await appealable({ assignment: 'list' })).json.appealSeconds).toBe(259_200)
  expect((await appealable({ assignment: 'list', appealSeconds: 60 })).json.appealSeconds).toBe(60)
  expect((await appealable({ holdSeconds: 600 })).json.appealSeconds, 'of windows').toBe(600)
  const gold = async (taskType: string, question: object, rows: Row[]) =>
    problemOf(await (await drafted(taskType, question, rows)).upload())
  const far = [{ start: 0, end: 99, label: 'person' }]
  expect(await gold('spans', { schema: { labels } }, [{ id: 'g-1', ...text, gold: far }])).toMatchObject({
    code: 'upload/invalid-line',
    field: 'gold',
    line: 1,
  })
  expect(await gold('numeric', {}, [{ id: 'g-2', text: 'how many', gold: 'many' }])).toMatchObject({
    field: 'gold',
  })
  const both = ['person', 'place'].map((value, i) => ({ id: `g-${3 + i}`, text: 'the same', gold: value }))
  expect(await gold('single', { labels }, both)).toMatchObject({
    code: 'item/duplicate',
    field: 'payload',
    line: 2,
  })
  const twice = ['person', 'place'].map((value, i) => ({ id: 'g-5', text: `other ${i}`, gold: value }))
  expect(await gold('single', { labels }, twice)).toMatchObject({
    code: 'item/duplicate',
    field: 'id',
    line: 2,
  })
})

test('[TYP-8] preferences in a circle give results and a ranking in which all are alike', async () => {
  const circle = [
    ['rock', 'scissors'],
    ['scissors', 'paper'],
    ['paper', 'rock'],
  ].map(([left, right], i) => ({ id: `circle-${i}`, left, right }))
  const { at, id } = await opened('pairwise', {}, circle)
  for (const who of [ada, bo]) {
    for (let i = 0; i < circle.length; i++) {
      const { assignment } = (await reserve(at, who)).json
      expect((await submit(assignment!.id, who, { value: 'left' })).status).toBe(200)
    }
  }
  await database.tx((ctx) => refit(ctx, { poolId: pool.id, campaignId: id }))
  const results = await door.send<{ items: { chosen: string }[] }>('GET', `${at}/results`, {
    token: rita.token,
  })
  const texts = ['paper', 'rock', 'scissors']
  expect(results.json.items).toHaveLength(3)
  // A circle says nothing of who is better: either side may be the result, said with its text.
  for (const { chosen } of results.json.items) expect(texts).toContain(chosen)
  const ranking = await door.send<{ items: { score: number; won: number }[] }>('GET', `${at}/ranking`, {
    token: rita.token,
  })
  expect(ranking.json.items.map((one) => one.won)).toEqual([2, 2, 2])
  for (const one of ranking.json.items) expect(one.score).toBeCloseTo(1 / 3, 6)
})

test('[CNS-21] a change under which answers already given would be none is refused by its field; another is taken', async () => {
  const { at, id } = await opened('spans', { schema: { labels } }, [
    { id: 'change-1', text: 'Ada went to Paris' },
    { id: 'change-2', text: 'Bo stayed at home' },
  ])
  const change = (json: object, who = rita) =>
    door.send<{ schema: Row }>('PATCH', at, { token: who.token, json })
  const { assignment } = (await reserve(at, ada)).json
  const marked = [{ start: 0, end: 3, label: 'person' }]
  expect((await submit(assignment!.id, ada, { value: marked })).status).toBe(200)
  const fewer = { schema: { labels: labels.slice(1) } }
  expect(problemOf(await change(fewer))).toMatchObject({ code: 'pool/wrong-status' })
  const { assignment: held } = (await reserve(at, bo)).json
  await door.send('POST', `${at}/pause`, { token: rita.token, json: {} })
  expect(problemOf(await change(fewer))).toMatchObject({ code: 'consensus/still-answered', retryable: true })
  expect((await submit(held!.id, bo, { value: [] })).status).toBe(200)
  expect(problemOf(await change(fewer))).toMatchObject({
    code: 'consensus/answers-invalidated',
    field: 'schema.labels',
    answers: 1,
  })
  expect(problemOf(await change({ schema: { labels: [] } }))).toMatchObject({ code: 'pool/invalid-campaign' })
  expect(problemOf(await change(fewer, ada))).toMatchObject({ code: 'pool/not-the-requester' })
  const more = [...labels, { value: 'date', label: 'Date' }]
  const changed = await change({ schema: { labels: more } })
  expect(changed.status, changed.text).toBe(200)
  expect(changed.json.schema).toMatchObject({ labels: more })
  const kept = await database.tx((ctx) => getCampaign(ctx, pool.id, id))
  expect(kept.schema).toMatchObject({ labels: more })
})
