import { testDatabase } from '@rowright/testing'
import { newCollection } from '@rowright/testing/collectScene'
import { newPerson, newPool } from '@rowright/testing/factories'
import { expect, test } from 'vitest'
import { addSeeds, nextSeed, removeSeed, seedsOf, tellSeed } from './index.ts'

const db = testDatabase()

test('[CLT-45] a list that is forgotten while it is read brings nothing any more', async () => {
  const at = await db.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'ada'))
    return newCollection(ctx, pool.id, ['forgotten.example'], [])
  })
  const urls = ['https://forgotten.example/index.xml']
  await db.tx((ctx) => addSeeds(ctx, { ...at, urls }))
  const wanted = (await db.tx((ctx) => nextSeed(ctx)))!
  expect(wanted.url).toBe(urls[0])
  const reply = {
    kind: 'sitemaps',
    of: 'index',
    sitemaps: [{ url: 'https://forgotten.example/1.xml' }],
    whole: true,
  } as const
  await db.tx((ctx) => removeSeed(ctx, { ...at, seedId: wanted.seedId }))
  expect(await db.tx((ctx) => tellSeed(ctx, wanted, { ...reply, sitemaps: [...reply.sitemaps] }))).toBe(0)
  expect(await db.tx((ctx) => seedsOf(ctx, at))).toEqual([])
  const { rows } = await db.pool.query('select url from seed where campaign_id = $1', [at.campaignId])
  expect(rows).toEqual([])
})
