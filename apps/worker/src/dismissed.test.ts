import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drainOutbox, folderBlobStore } from '@rowright/db'
import { addUrls } from '@rowright/pipeline/collect'
import { publish } from '@rowright/pipeline/release'
import { testDatabase } from '@rowright/testing'
import { askFor, bring, lookAll, pageText } from '@rowright/testing/collectScene'
import { afterAll, expect, test } from 'vitest'
import { reactions } from './reactions.ts'
import { releasedPages } from './testing/releasedPages.ts'

const db = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'dismissed-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const URLS = ['https://a.example/1', 'https://b.example/2', 'https://c.example/3']

test('[CLT-7] with a dismissal what was an item on credit is in no further release; what others confirmed stays', async () => {
  const at = await releasedPages(db, blobs, URLS)
  await db.pool.query(`update contribution set state = 'trusted' where url <> $1`, [URLS[0]])
  await db.pool.query('update node_standing set suspicion = 6900')
  await db.tx((ctx) => addUrls(ctx, { ...at, foundBy: 'seed', urls: ['https://a.example/lie'] }))
  db.clock.ahead += 60
  const [lease] = (await askFor(db, at.node, 'net', 1, at.campaignId)).leases
  await bring(db, blobs, at.node, lease!, pageText('https://nowhere.example/'))
  await lookAll(db)
  const { rows: standing } = await db.pool.query('select dismissed from node_standing')
  expect(standing).toEqual([{ dismissed: true }])
  await drainOutbox(db.database, reactions(blobs))
  const { rows: items } = await db.pool.query(
    `select k.url, i.superseded_at is not null as gone, t.aside_as from contribution k
     join item i on i.id = k.item_id join task t on t.item_id = i.id order by k.url`,
  )
  expect(items).toEqual([
    { url: URLS[0], gone: false, aside_as: null },
    { url: URLS[1], gone: true, aside_as: 'withdrawn' },
    { url: URLS[2], gone: true, aside_as: 'withdrawn' },
  ])
  const next = await db.tx((ctx) => publish(ctx, blobs, { poolId: at.poolId }))
  expect(next).toMatchObject({ rows: 1 })
})
