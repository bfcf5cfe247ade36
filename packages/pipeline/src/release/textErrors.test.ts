import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { testDatabase } from '@rowright/testing'
import { answerAll, giveConsent, newCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { afterAll, expect, test } from 'vitest'
import { markGold, refit } from '../consensus/index.ts'
import { publish, type QualityStatement } from './index.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'text-errors-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A release of two campaigns: one of labels, one of texts that ada types, the first with two slips in ten letters. */
const published = () =>
  database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const ada = await newPerson(ctx, 'ada')
    await giveConsent(ctx, pool, ada)
    const labels = await newCampaign(ctx, pool, { items: ['label 0'], overlap: 1, method: 'majority' })
    const texts = await newCampaign(ctx, pool, {
      items: ['text 0', 'text 1', 'text 2'],
      overlap: 1,
      more: { name: 'lines', taskType: 'transcription', schema: {}, labels: [] },
    })
    await answerAll(ctx, labels, ada, () => 'yes')
    await answerAll(ctx, texts, ada, (id) => (id === 'text 0' ? 'क्षमा helloo w' : 'a line of text'))
    for (const { id } of [labels, texts]) await refit(ctx, { poolId: pool.id, campaignId: id })
    await markGold(ctx, pool.id, [
      { taskId: labels.taskOf.get('label 0')!, answer: 'yes' },
      { taskId: texts.taskOf.get('text 0')!, answer: JSON.stringify('क्षमा hello you') },
      { taskId: texts.taskOf.get('text 1')!, answer: JSON.stringify('a line of text') },
    ])
    return publish(ctx, blobs, { poolId: pool.id })
  })

test('[REL-10] a release of transcriptions states its error by character and word, with intervals; of labels nothing', async () => {
  const { textErrors } = (await published()).quality as QualityStatement
  const [stated, ...more] = textErrors!
  expect(more).toEqual([])
  expect(stated).toMatchObject({ campaign: 'lines', texts: 2 })
  for (const rate of [stated!.cer, stated!.wer]) {
    expect(rate.lowPpm).toBeLessThanOrEqual(rate.ppm)
    expect(rate.highPpm).toBeGreaterThan(rate.ppm)
  }
  // Of seven words two differ.
  expect(stated!.wer.ppm).toBe(285_714)
  expect(stated!.cer.ppm).toBeGreaterThan(0)
  expect(stated!.cer.ppm).toBeLessThan(stated!.wer.ppm)
})
