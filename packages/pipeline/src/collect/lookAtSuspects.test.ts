import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { getCampaign, setStatus } from '@rowright/pipeline/pool'
import { testDatabase } from '@rowright/testing'
import { askFor, bring, lookAll, newCollection, newNode } from '@rowright/testing/collectScene'
import { newPerson, newPool } from '@rowright/testing/factories'
import { afterAll, expect, test } from 'vitest'
import { lookAtSuspects } from './index.ts'

const db = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'suspects-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const PAGES = 4

test('[CLT-6] where a campaign has ended, who is under suspicion is looked at, the newest first, until it is gone', async () => {
  const at = await db.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'ada'))
    const urls = Array.from({ length: PAGES }, (_, n) => `https://ended.example/e${n}`)
    return { ...(await newCollection(ctx, pool.id, ['ended.example'], urls)), node: await newNode(ctx, 'bo') }
  })
  for (let brought = 0; brought < PAGES; ) {
    const { leases } = await askFor(db, at.node, 'net', 1, at.campaignId)
    for (const row of leases) brought += await bring(db, blobs, at.node, row)
    db.clock.ahead += 10
    await lookAll(db)
  }
  // As if nobody had looked at any, and one check had failed lately: two passes take it away.
  await db.pool.query(`update contribution set state = 'trusted'`)
  await db.pool.query('delete from look')
  await db.pool.query('update node_standing set in_row = 20, was_trusted = true, failed = 1, suspicion = 156')
  const look = () => db.tx((ctx) => lookAtSuspects(ctx))
  expect(await look(), 'a campaign that is open draws its own checks').toBe(0)
  await db.tx(async (ctx) => setStatus(ctx, await getCampaign(ctx, at.poolId, at.campaignId), 'closed'))
  const looked: number[] = []
  for (let rounds = 0; rounds < PAGES; rounds++) {
    looked.push(await look())
    expect(await look(), 'one after the other').toBe(0)
    await lookAll(db)
  }
  expect(looked).toEqual([1, 1, 0, 0])
  const { rows } = await db.pool.query('select state from contribution order by revealed_at')
  expect(rows.map(({ state }) => state)).toEqual(['trusted', 'trusted', 'confirmed', 'confirmed'])
})
