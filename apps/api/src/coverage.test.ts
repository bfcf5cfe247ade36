import { refit } from '@rowright/pipeline/consensus'
import { openSlots } from '@rowright/pipeline/labeling'
import { joinClusters } from '@rowright/pipeline/people'
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
let twin: Someone
beforeAll(async () => {
  door = await openDoor(database)
  rita = await someone(door, database, 'rita')
  ada = await someone(door, database, 'ada')
  twin = await someone(door, database, 'ada again')
})
afterAll(async () => {
  await door.close()
  expect(door.faults).toEqual([])
})

interface Coverage {
  strata: { stratum: string; values: Record<string, unknown>[] }[]
  tasks: number
  answersPerTask: { answers: number; tasks: number }[]
  clusters: number
  capped: number
}

test('[LAB-17, LAB-19] quotas of two strata act when slots open, also of a later upload; the report says what is', async () => {
  const pool = await database.tx((ctx) => newPool(ctx, rita))
  for (const one of [ada, twin]) await database.tx((ctx) => giveConsent(ctx, pool, one))
  await database.tx((ctx) => joinClusters(ctx, [ada.id, twin.id]))
  const made = await door.send<{ id: string }>('POST', `/v1/pools/${pool.id}/campaigns`, {
    token: rita.token,
    json: {
      name: 'which?',
      taskType: 'single',
      labels: ['yes', 'no'].map((value) => ({ value, label: value })),
      price: '100',
      overlap: 1,
      windowChecks: null,
      quotas: [
        { stratum: 'language', value: 'hi', maxPpm: 400_000 },
        { stratum: 'source', value: null, maxPpm: 500_000 },
      ],
    },
  })
  expect(made.status, made.text).toBe(200)
  const at = `/v1/pools/${pool.id}/campaigns/${made.json.id}`
  const upload = async (rows: object[]) => {
    const sent = await door.send('POST', `${at}/items`, {
      token: rita.token,
      headers: { 'content-type': 'application/x-ndjson' },
      body: rows.map((row) => JSON.stringify(row)).join('\n'),
    })
    expect(sent.status, sent.text).toBe(200)
  }
  const line = (n: number, language: string | null, source: string) => ({
    id: `item-${n}`,
    text: `text ${n}`,
    source,
    ...(language && { language }),
  })
  // 12 Hindi, 4 English, 4 that say nothing of their language; half from each source.
  await upload(
    Array.from({ length: 20 }, (_, n) =>
      line(n, n < 12 ? 'hi' : n < 16 ? 'en' : null, n % 2 === 0 ? 'a.example' : 'b.example'),
    ),
  )
  await database.tx(async (ctx) => {
    const found = await getCampaign(ctx, pool.id, made.json.id)
    const funder = `0x${'f'.repeat(40)}` as const
    const paid = { transaction: `0x${'c'.repeat(64)}` as const, logIndex: 0, blockNumber: 1, funder }
    await recordFunding(ctx, { poolId: pool.id, campaignId: found.id, ...paid, amount: 10_000n })
    await setStatus(ctx, found, 'open')
    await openSlots(ctx, found)
  })
  const report = async () => {
    const { json, text, status } = await door.send<Coverage>('GET', `${at}/coverage`, { token: rita.token })
    expect(status, text).toBe(200)
    const values = (name: string) => json.strata.find((one) => one.stratum === name)!.values
    return { ...json, language: values('language'), source: values('source') }
  }
  const first = await report()
  // The largest total T with 40 % of T Hindi: 5 + 8 others = 13, and 5 of 13 is below 40 %.
  expect(first.language).toEqual([
    { value: 'hi', tasks: 12, open: 5, sharePpm: 384_615, mostTasks: 5, decided: 0, answers: 0 },
    { value: 'en', tasks: 4, open: 4, sharePpm: 307_692, mostTasks: null, decided: 0, answers: 0 },
  ])
  expect(first.tasks).toBe(20)
  for (const one of first.source) {
    expect(one.open as number).toBeLessThanOrEqual(one.mostTasks as number)
    expect(one.mostTasks).toBe(10)
  }

  // Ten more in English make room for more Hindi.
  await upload(
    Array.from({ length: 10 }, (_, n) => line(20 + n, 'en', n % 2 === 0 ? 'a.example' : 'b.example')),
  )
  const second = await report()
  expect(second.language).toMatchObject([
    { value: 'en', tasks: 14, open: 14 },
    { value: 'hi', tasks: 12, open: 12, mostTasks: 12, sharePpm: 400_000 },
  ])

  // A fifth of 30 answers is 6: two accounts that are one give them together, and the report says so.
  const answer = async (who: Someone) => {
    const held = await door.send<{ assignment: { id: string } | null; reason: string | null }>(
      'POST',
      `${at}/assignments`,
      { token: who.token, json: {} },
    )
    if (held.json.assignment === null) return held.json.reason
    const path = `/v1/pools/${pool.id}/assignments/${held.json.assignment.id}/submit`
    const sent = await door.send('POST', path, { token: who.token, json: { value: 'yes' } })
    expect(sent.status, sent.text).toBe(200)
    return 'answered'
  }
  for (let n = 0; n < 3; n++) {
    expect(await answer(ada)).toBe('answered')
    expect(await answer(twin)).toBe('answered')
  }
  expect(await answer(ada)).toBe('share-reached')
  await database.tx((ctx) => refit(ctx, { poolId: pool.id, campaignId: made.json.id }))
  const third = await report()
  expect([third.clusters, third.capped]).toEqual([1, 1])
  expect(third.answersPerTask).toEqual([
    { answers: 0, tasks: 24 },
    { answers: 1, tasks: 6 },
  ])
  const sum = (key: string) => third.source.reduce((all, one) => all + (one[key] as number), 0)
  expect([sum('answers'), sum('decided'), sum('open')]).toEqual([6, 6, 30])
  expect(problemOf(await door.send('GET', `${at}/coverage`, { token: ada.token }))).toMatchObject({
    code: 'pool/not-the-requester',
  })
})
