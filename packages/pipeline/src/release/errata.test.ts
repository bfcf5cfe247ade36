import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { othersDone, testDatabase } from '@rowright/testing'
import {
  answerAll,
  giveConsent,
  newCampaign,
  newPerson,
  newPool,
  type TestPerson,
} from '@rowright/testing/factories'
import { afterAll, expect, test } from 'vitest'
import { currentResults, recompute, refit } from '../consensus/index.ts'
import { reserve } from '../labeling/index.ts'
import { accounts, balanceOf, imbalance } from '../ledger/index.ts'
import { clearBad, findBad, judge } from '../settlement/index.ts'
import { changesOf, newsOf, numberChanges, publish, type ReleaseManifest, rowIdOf } from './index.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'errata-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('[REL-18, CNS-17, SET-25] accounts found bad: results, the feed and the next manifest follow; what was paid stays', async () => {
  const scene = await database.tx(async (ctx) => {
    const steward = await newPerson(ctx, 'steward')
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const people: TestPerson[] = []
    for (const name of ['ada', 'bo', 'chen']) {
      const person = await newPerson(ctx, name)
      await giveConsent(ctx, pool, person)
      people.push(person)
    }
    const [ada, bo, chen] = people as [TestPerson, TestPerson, TestPerson]
    const list = new Map([
      [ada, ['alone', 'split', 'clear']],
      [bo, ['split', 'clear']],
      [chen, ['split', 'clear']],
    ])
    const campaign = await newCampaign(ctx, pool, {
      items: ['alone', 'split', 'clear'],
      list,
      method: 'majority',
    })
    for (const one of [ada, bo, chen])
      await answerAll(ctx, campaign, one, (id) => (id === 'split' && one !== chen ? 'no' : 'yes'))
    const at = { poolId: pool.id, campaignId: campaign.id }
    await refit(ctx, at)
    await judge(ctx, { ...at, personId: ada.id })
    const release = await publish(ctx, blobs, { poolId: pool.id })
    return { steward, ada, bo, chen, at, pool, campaign, release }
  })
  const { at, pool, ada, bo, steward } = scene
  const judged = { poolId: pool.id, reason: 'answers as one hand', evidence: {}, actor: steward.id }
  const rowOf = async (id: string) => {
    const text = Buffer.from(await blobs.get(scene.release.rowsSha256)).toString()
    const line = text.split('\n').find((one) => one.includes(`"id":"${id}"`))!
    return rowIdOf((JSON.parse(line) as { salt: string }).salt)
  }
  const errata = async () => {
    await othersDone(database)
    await database.tx((ctx) => numberChanges(ctx, { deleteAfterSeconds: 60 }))
    const found = await database.tx((ctx) => changesOf(ctx, { poolId: pool.id, since: 0, limit: 100 }))
    return found
      .filter((one) => one.kind === 'erratum')
      .map(({ rowId, action, was, corrected }) => ({ rowId, action, was, corrected }))
  }
  const values = () =>
    database.tx(async (ctx) =>
      (await currentResults(ctx, at.poolId, scene.campaign, { cursor: null, limit: 9 })).items.map(
        (one) => `${one.externalId} ${one.value} ${one.annotations}`,
      ),
    )
  const paid = () => database.tx((ctx) => balanceOf(ctx, pool.id, accounts.points(ada.id)))
  const before = await paid()
  expect(before).toBeGreaterThan(0n)

  await database.tx((ctx) => findBad(ctx, { ...judged, personId: ada.id }))
  await database.tx((ctx) => findBad(ctx, { ...judged, personId: bo.id }))
  await database.tx((ctx) => recompute(ctx, at))
  expect(await values()).toEqual(['clear yes 1', 'split yes 1'])
  const wrong = [
    { rowId: await rowOf('alone'), action: 'delete', was: 'yes', corrected: null },
    { rowId: await rowOf('split'), action: 'replace', was: 'no', corrected: 'yes' },
  ].toSorted((a, b) => (a.rowId < b.rowId ? -1 : 1))
  expect(await errata()).toEqual(wrong)
  const news = await database.tx((ctx) => newsOf(ctx, { poolId: pool.id, limit: 9 }))
  const corrected = news.filter(({ kind }) => kind === 'erratum')
  expect(
    corrected.reduce((sum, one) => sum + one.errata, 0),
    'a row with another value',
  ).toBe(1)
  expect(
    corrected.reduce((sum, one) => sum + one.deletes, 0),
    'a row that has none left',
  ).toBe(1)
  await database.tx(async (ctx) => {
    await recompute(ctx, at)
    expect((await reserve(ctx, { ...at, personId: ada.id })).reason).toBe('suspended')
    await expect(findBad(ctx, { ...judged, personId: ada.id })).rejects.toMatchObject({
      code: 'settlement/already-bad',
    })
  })
  expect(await errata(), 'nothing twice').toEqual(wrong)
  expect(await paid(), 'final pay does not move').toBe(before)

  const next = await database.tx((ctx) => publish(ctx, blobs, { poolId: pool.id }))
  const manifest = JSON.parse(Buffer.from(await blobs.get(next.manifestSha256)).toString()) as ReleaseManifest
  expect(manifest.errata!.map((one) => [one.row, one.was !== null, one.now !== null])).toEqual(
    wrong.map((one) => [one.rowId, true, one.corrected !== null]),
  )
  expect(manifest.rows).toHaveLength(2)

  await database.tx((ctx) => clearBad(ctx, { poolId: pool.id, personId: ada.id, actor: steward.id }))
  await database.tx((ctx) => recompute(ctx, at))
  expect((await values()).map((one) => one.split(' ')[0])).toEqual(['alone', 'clear', 'split'])
  expect((await paid()) >= before && (await database.tx((ctx) => imbalance(ctx))) === 0n).toBe(true)
})
