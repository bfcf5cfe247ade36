import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Ctx, folderBlobStore } from '@rowright/db'
import { awaitReading, openSlots, reserve, submit } from '@rowright/pipeline/labeling'
import type { NewCampaign } from '@rowright/pipeline/pool'
import { testDatabase } from '@rowright/testing'
import { giveConsent, newCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { readers, readNext } from './read.ts'

const database = testDatabase()
const blobs = folderBlobStore('/nowhere')
const reading = readers()
afterAll(() => reading.close())

const picture = (name: string) => {
  const file = fileURLToPath(new URL(`../../../packages/ocr/src/fixtures/${name}.png`, import.meta.url))
  return `data:image/png;base64,${readFileSync(file).toString('base64')}`
}
const readAll = () => readNext(database.database, blobs, reading.read)

/** An open campaign that asks for machine suggestions, whose items wait to be read. */
async function scene(payloads: Record<string, Record<string, unknown>>, schema: NewCampaign['schema']) {
  return database.tx(async (ctx) => {
    const ada = await newPerson(ctx, 'ada')
    const bo = await newPerson(ctx, 'bo')
    const pool = await newPool(ctx, ada, `pool of ${ada.id}`)
    await giveConsent(ctx, pool, bo)
    const campaign = await newCampaign(ctx, pool, {
      items: Object.keys(payloads),
      overlap: 1,
      payload: (id) => payloads[id]!,
      more: { taskType: 'transcription', labels: [], schema },
    })
    await awaitReading(ctx, campaign, { taskIds: [...campaign.taskOf.values()] })
    await openSlots(ctx, campaign)
    const who = { poolId: pool.id, campaignId: campaign.id, personId: bo.id }
    return { campaign, who, bo }
  })
}
type Scene = Awaited<ReturnType<typeof scene>>
const next = ({ who }: Scene) => database.tx((ctx) => reserve(ctx, who))
const answer = ({ who }: Scene, assignmentId: string, value: string, shown?: object) =>
  database.tx(async (ctx: Ctx) => {
    const sent = { poolId: who.poolId, assignmentId, personId: who.personId, value, elapsedMs: 900 }
    await submit(ctx, { ...sent, ...(shown && { shown: shown as never }) })
    const { rows } = await ctx.tx.execute<{ made_by: string }>(
      sql`select made_by from annotation where assignment_id = ${assignmentId}`,
    )
    return rows[0]!.made_by
  })

test('[LAB-25..LAB-27, READ-1] nobody is handed a picture before it was read; what it says is suggested, and the answer is assisted', async () => {
  const at = await scene({ line: { image: picture('eng') } }, { language: 'en', suggest: 'machine' })
  expect(await next(at)).toEqual({ assignment: null, reason: 'no-task-left' })
  expect(await readAll()).toBe(1)
  expect(await readAll(), 'each once').toBe(0)
  const { assignment } = await next(at)
  expect(assignment!.suggestion).toMatchObject({
    value: 'All human beings are born free',
    model: 'tesseract.js',
    version: expect.stringContaining('eng'),
    confidencePpm: expect.any(Number),
  })
  expect(await answer(at, assignment!.id, 'All human beings are born free')).toBe('assisted')
})

test('[LAB-27, ITM-5] personal data in a picture quarantines it', async () => {
  const at = await scene({ mail: { image: picture('address') } }, { language: 'en', suggest: 'machine' })
  await readAll()
  expect((await next(at)).reason).toBe('no-task-left')
  const { rows } = await database.pool.query('select reasons, sensitive from quarantine where pool_id = $1', [
    at.who.poolId,
  ])
  expect(rows).toEqual([
    { reasons: [{ rule: 'personal-data', kind: 'email', field: 'image', count: 1 }], sensitive: false },
  ])
})

test('[LAB-26, LAB-27] what cannot be read is handed out without a suggestion; one made in the browser is stored and said', async () => {
  const at = await scene(
    { there: { image: 'https://example.org/there.png' }, text: { text: 'no picture at all' } },
    { language: 'en', suggest: 'machine' },
  )
  await readAll()
  const first = (await next(at)).assignment!
  expect(first.suggestion).toBeNull()
  const shown = { value: 'a guess', model: 'tesseract.js', version: '7', confidencePpm: 400_000 }
  expect(await answer(at, first.id, 'a guess', shown)).toBe('assisted')
  expect(await answer(at, (await next(at)).assignment!.id, 'what it says')).toBe('human')
  const { rows } = await database.pool.query(
    'select source, value, person_id from suggestion where pool_id = $1',
    [at.who.poolId],
  )
  expect(rows).toEqual([{ source: 'browser', value: 'a guess', person_id: at.bo.id }])
})

test('[LAB-26] where machines are not asked, nobody can say that one helped', async () => {
  const at = await scene({ line: { image: picture('eng') } }, { language: 'en', suggest: 'none' })
  const { assignment } = await next(at)
  const shown = { value: 'a guess', model: 'mine', version: '', confidencePpm: null }
  expect(await answer(at, assignment!.id, 'a guess', shown)).toBe('human')
})
