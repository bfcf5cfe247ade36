import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { testDatabase } from '@rowright/testing'
import { askFor, bring, lookAll, newNode, PAGE_PAY } from '@rowright/testing/collectScene'
import { newPerson, newPool } from '@rowright/testing/factories'
import { expect, test } from 'vitest'
import { getCampaign, recordFunding, setStatus } from '../pool/index.ts'
import { addUrls, draftCollect, endCollection, giveBack, type Handed, startCollection } from './index.ts'

const db = testDatabase()
const blobs = folderBlobStore(mkdtempSync(join(tmpdir(), 'return-pages-')))

/** A collection of so many pages that is paid for two of them. */
async function paidForTwo(host: string, count: number) {
  const at = await db.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'ada'))
    const { id: campaignId } = await draftCollect(ctx, {
      ...{ poolId: pool.id, name: 'pages', guidelines: '', pay: PAGE_PAY, anyPublicSite: false, tags: [] },
      hosts: [{ name: host }],
    })
    const money = { transaction: campaignId, logIndex: 0, blockNumber: 1, funder: `0x${'f'.repeat(40)}` }
    await recordFunding(ctx, { poolId: pool.id, campaignId, ...money, amount: PAGE_PAY * 2n })
    await startCollection(ctx, pool.id, campaignId)
    const urls = Array.from({ length: count }, (_, n) => `https://${host}/${n}`)
    await addUrls(ctx, { poolId: pool.id, campaignId, foundBy: 'seed', urls })
    return { poolId: pool.id, campaignId }
  })
  const node = await db.tx((ctx) => newNode(ctx, 'bo'))
  const states = async () => {
    const { rows } = await db.pool.query(
      'select state from frontier_url where pool_id = $1 and campaign_id = $2 order by url',
      [at.poolId, at.campaignId],
    )
    return rows.map((row) => row.state as string)
  }
  const committed = async () =>
    (await db.tx((ctx) => getCampaign(ctx, at.poolId, at.campaignId))).committed / PAGE_PAY
  const lease = async () => {
    for (;;) {
      const [row] = (await askFor(db, node, `net ${host}`, 1, at.campaignId)).leases
      if (row) return row
      db.clock.ahead += 20
    }
  }
  const back = (row: Handed['leases'][number], reason: 'refused' | 'operator') =>
    db.tx((ctx) =>
      giveBack(ctx, {
        node,
        leaseId: row.id,
        given: { reason, detail: '', hops: [], observedAt: row.notBefore.toISOString() },
      }),
    )
  return { ...at, node, states, committed, lease, back }
}

test('[CLT-22, CLT-29, POO-4] a page that refuses frees what was committed to it, for one that waits', async () => {
  const { states, committed, lease, back } = await paidForTwo('frees.example', 3)
  expect([await states(), await committed()]).toEqual([['queued', 'queued', 'waiting'], 2n])
  const refused = await lease()
  await back(refused, 'refused')
  await back(refused, 'refused')
  const now = await states()
  expect([
    now.filter((state) => state === 'refused').length,
    now.filter((state) => state === 'queued').length,
  ]).toEqual([1, 2])
  expect(await committed()).toBe(2n)
  await back(await lease(), 'refused')
  await back(await lease(), 'refused')
  expect([await states(), await committed()]).toEqual([['refused', 'refused', 'refused'], 0n])
})

test('[CLT-22, CLT-29] a page that three leases brought nothing of is given up, and frees what was committed to it', async () => {
  const { states, committed, lease, back } = await paidForTwo('thrice.example', 1)
  expect(await committed()).toBe(1n)
  for (const after of ['queued', 'queued', 'gone']) {
    await back(await lease(), 'operator')
    expect(await states()).toEqual([after])
  }
  expect(await committed()).toBe(0n)
})

test('[CLT-33] a page that comes back after its campaign has ended is not queued again, and what was committed goes back', async () => {
  const { poolId, campaignId, states, committed, lease, back } = await paidForTwo('ended.example', 2)
  const open = await lease()
  await db.tx(async (ctx) => {
    await setStatus(ctx, await getCampaign(ctx, poolId, campaignId), 'closed')
    await endCollection(ctx, { poolId, campaignId })
  })
  expect(await committed()).toBe(1n)
  await back(open, 'operator')
  expect([await states(), await committed()]).toEqual([['gone', 'gone'], 0n])
})

test('[CLT-7, CLT-22] pages of a dismissed account are fetched anew; the budget is committed to each once', async () => {
  const { node, poolId, states, committed, lease } = await paidForTwo('liar.example', 2)
  for (let fails = 0; fails < 2; fails++) {
    const row = await lease()
    await bring(
      db,
      blobs,
      node,
      row,
      `Lies ${fails} about ${row.url}. ${'nothing of this was there '.repeat(20)}`,
    )
    await lookAll(db)
  }
  const { rows } = await db.pool.query(
    'select dismissed from node_standing where pool_id = $1 and person_id = $2',
    [poolId, node.personId],
  )
  expect(rows).toEqual([{ dismissed: true }])
  expect([await states(), await committed()]).toEqual([['queued', 'queued'], 2n])
})
