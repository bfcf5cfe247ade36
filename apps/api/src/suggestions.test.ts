import { markGold, refit } from '@rowright/pipeline/consensus'
import { makeStewardLink } from '@rowright/pipeline/people'
import { publish } from '@rowright/pipeline/release'
import { testDatabase } from '@rowright/testing'
import { giveConsent, newCampaign, newPool } from '@rowright/testing/factories'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf, type Someone, someone } from './testWorld.ts'

const database = testDatabase()
let door: TestDoor
let ada: Someone
let bo: Someone
let chen: Someone
let dora: Someone
let pool: Awaited<ReturnType<typeof newPool>>
beforeAll(async () => {
  door = await openDoor(database)
  ada = await someone(door, database, 'ada')
  bo = await someone(door, database, 'bo')
  chen = await someone(door, database, 'chen')
  dora = await someone(door, database, 'dora')
  const token = await database.tx(async (ctx) => {
    pool = await newPool(ctx, ada)
    await giveConsent(ctx, pool, bo)
    await giveConsent(ctx, pool, chen)
    return makeStewardLink(ctx, { seconds: 60 })
  })
  await door.send('POST', '/v1/steward/enter', { token: dora.token, json: { token } })
})
afterAll(async () => {
  await door.close()
  expect(door.faults).toEqual([])
})

/** A draft with room for two answers an item; its own first item pays for nothing else. */
async function campaign(name: string, suggest?: string) {
  const made = await database.tx((ctx) =>
    newCampaign(ctx, pool, {
      items: Array.from({ length: 8 }, (_, i) => `${name}-${i}`),
      payload: (id) => ({ text: `the text of ${id}` }),
      overlap: 2,
      more: {
        name,
        taskType: 'transcription',
        labels: [],
        schema: { language: 'en', ...(suggest && { suggest }) },
        goldRatePpm: 0,
      },
    }),
  )
  return { ...made, path: `/v1/pools/${pool.id}/campaigns/${made.id}` }
}
const upload = (path: string, type: string, ...lines: string[]) =>
  door.send('POST', `${path}/items`, {
    token: ada.token,
    body: lines.join('\n'),
    headers: { 'content-type': type },
  })
const NDJSON = 'application/x-ndjson'

test('[LAB-25, LAB-28] suggestions come with items, as text or with model and confidence; what is wrong names its line', async () => {
  const { path, id } = await campaign('uploads')
  const refused = async (...lines: string[]) => problemOf(await upload(path, NDJSON, ...lines))
  const row = (more: object) => JSON.stringify({ id: 'r', text: 'A', ...more })
  expect(await refused(row({ suggestion: ' ' }))).toMatchObject({
    field: 'suggestion',
    code: 'upload/invalid-line',
  })
  expect(await refused(row({ suggestion: 7 }))).toMatchObject({ field: 'suggestion.value' })
  expect(await refused(row({ suggestion: { value: 'x', confidence: 2 } }))).toMatchObject({
    field: 'suggestion.confidence',
  })
  expect(
    await refused(row({ suggestion: 'x' }), JSON.stringify({ id: 's', text: 'B', gold: 'B' })),
  ).toMatchObject({ field: 'suggestion', title: expect.stringMatching(/^Line 2: .*would show/) })
  const none = await campaign('none', 'none')
  expect(problemOf(await upload(none.path, NDJSON, row({ suggestion: 'x' })))).toMatchObject({
    field: 'suggestion',
  })

  const whole = { value: 'one', model: 'trocr', version: '2', confidence: 0.25 }
  expect((await upload(path, NDJSON, JSON.stringify({ id: 'n', text: 'N', suggestion: whole }))).status).toBe(
    200,
  )
  const csv = 'id,text,suggestion,suggestion_model,suggestion_confidence'
  expect((await upload(path, 'text/csv', csv, 'c,C,two,paddle,0.5', 'e,E,,,')).status).toBe(200)
  const { rows } = await database.pool.query(
    `select s.value, s.model, s.version, s.confidence_ppm, s.source, i.payload from suggestion s join task t on t.id = s.task_id
     join item i on i.id = t.item_id where t.campaign_id = $1 order by 1`,
    [id],
  )
  expect(rows).toEqual([
    {
      value: 'one',
      model: 'trocr',
      version: '2',
      confidence_ppm: 250_000,
      source: 'upload',
      payload: { text: 'N' },
    },
    {
      value: 'two',
      model: 'paddle',
      version: '',
      confidence_ppm: 500_000,
      source: 'upload',
      payload: { text: 'C' },
    },
  ])
  const mail = JSON.stringify({ id: 'm', text: 'M', suggestion: 'ada@example.org' })
  expect((await upload(path, NDJSON, mail)).json, '[ITM-5]').toMatchObject({ quarantined: 1 })
})

test('[LAB-26, REL-19, CNS-20] who was shown a suggestion is assisted, in the release too; how many kept a wrong one is measured', async () => {
  const at = await campaign('anchors')
  const truth = (i: number) => `the text of anchors-${i}`
  // Half of the suggestions are wrong; of half of the items the truth is known.
  const suggested = (i: number) => (i % 2 === 0 ? truth(i) : `tne text of anchors-${i}`)
  await database.tx(async (ctx) => {
    for (let i = 0; i < 6; i++)
      await ctx.tx.execute(
        `insert into suggestion (pool_id, task_id, value, model, version, confidence_ppm, source, made_at)
         values ('${pool.id}', '${at.taskOf.get(`anchors-${i}`)}', '${suggested(i)}', 'trocr', '2', 250000, 'upload', now())`,
      )
    const known = [1, 3].map((i) => ({
      taskId: at.taskOf.get(`anchors-${i}`)!,
      answer: JSON.stringify(truth(i)),
    }))
    await markGold(ctx, pool.id, known)
  })
  // Bo sends what he is shown; Chen reads.
  const work = async (who: Someone, read: (i: number, shown: string | null) => string) => {
    for (;;) {
      const { json } = await door.send<{
        assignment: { id: string; payload: { text: string }; suggestion: { value: string } | null } | null
      }>('POST', `${at.path}/assignments`, { token: who.token, json: {} })
      if (!json.assignment) return
      const i = Number(/anchors-(\d)/.exec(json.assignment.payload.text)![1])
      expect(json.assignment.suggestion?.value ?? null).toBe(i < 6 ? suggested(i) : null)
      const value = read(i, json.assignment.suggestion?.value ?? null)
      const path = `/v1/pools/${pool.id}/assignments/${json.assignment.id}/submit`
      await door.send('POST', path, { token: who.token, json: { value } })
    }
  }
  await work(bo, (i, shown) => shown ?? truth(i))
  await work(chen, truth)
  await database.tx(async (ctx) => {
    await ctx.tx.execute(`update task set closed_at = null where campaign_id = '${at.id}'`)
    await refit(ctx, { poolId: pool.id, campaignId: at.id })
  })

  interface Anchoring {
    assisted: number
    judged: number
    known: { wrong: number; unchanged: number; share: { ppm: number; lowPpm: number; highPpm: number } }
    byResult: { wrong: number; unchanged: number }
    labelers: { labeler: string; assisted: number; wrong: number; unchanged: number }[]
  }
  const { json } = await door.send<Anchoring>('GET', `${at.path}/anchoring`, { token: ada.token })
  expect(json).toMatchObject({ assisted: 12, judged: 12 })
  expect(json.known, 'two golds, both labelers').toEqual({
    wrong: 4,
    unchanged: 2,
    share: { ppm: 500_000, lowPpm: 150_039, highPpm: 849_961 },
  })
  expect(json.labelers.map(({ assisted, unchanged }) => [assisted, unchanged])).toEqual([
    [6, json.labelers[0]!.wrong],
    [6, 0],
  ])
  expect(problemOf(await door.send('GET', `${at.path}/anchoring`, { token: bo.token })).status).toBe(403)
  const all = await door.send<{ items: Anchoring[] }>('GET', '/v1/steward/anchoring', { token: dora.token })
  expect(all.json.items).toEqual([json])

  const { rows } = await database.pool.query(
    `select made_by, count(*)::int as n from annotation where campaign_id = $1 group by 1 order by 1`,
    [at.id],
  )
  expect(rows).toEqual([
    { made_by: 'assisted', n: 12 },
    { made_by: 'human', n: 4 },
  ])
  const released = await database.tx((ctx) => publish(ctx, door.system.blobs, { poolId: pool.id }))
  const text = Buffer.from(await door.system.blobs.get(released.rowsSha256)).toString('utf8')
  const line = text
    .split('\n')
    .filter(Boolean)
    .map((one) => JSON.parse(one) as { id: string; annotations: Record<string, unknown>[] })
  const [one, seven] = ['anchors-1', 'anchors-7'].map((id) => line.find((row) => row.id === id)!)
  const shown = { value: suggested(1), model: 'trocr', version: '2', confidence: 0.25 }
  expect(one!.annotations).toEqual([
    expect.objectContaining({ madeBy: 'assisted', suggestion: shown }),
    expect.objectContaining({ madeBy: 'assisted', suggestion: shown }),
  ])
  for (const annotation of seven!.annotations) {
    expect(annotation).toMatchObject({ madeBy: 'human' })
    expect(annotation).not.toHaveProperty('suggestion')
  }
})

test('[OCR-1] the engine of a browser is served by the front door, under its version and a policy of its own', async () => {
  const found = await door.send('GET', '/ocr/7.0.0/worker.min.js')
  expect(found.status).toBe(200)
  expect(found.headers.get('content-type')).toBe('text/javascript')
  expect(found.headers.get('content-security-policy')).toContain("'wasm-unsafe-eval'")
  expect((await door.send('GET', '/ocr/7.0.0/hin.traineddata.gz')).headers.get('content-type')).toBe(
    'application/gzip',
  )
  expect((await door.send('GET', '/ocr/7.0.0/..%2fpackage.json')).status).toBe(404)
})
