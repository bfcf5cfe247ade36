import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BlobStore, folderBlobStore } from '@rowright/db'
import { type CollectResult, commitmentOf } from '@rowright/protocol'
import { testDatabase } from '@rowright/testing'
import { collectResult } from '@rowright/testing/collectResult'
import { askFor, lookAll, newCollection, newNode, PAGE_PAY, pageText } from '@rowright/testing/collectScene'
import { newPerson, newPool, type TestPerson } from '@rowright/testing/factories'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  commit,
  finalize,
  type Handed,
  leaseBody,
  type Node,
  nextLook,
  refreshDue,
  reveal,
  setRefresh,
  tellLook,
} from './index.ts'

const db = testDatabase()
let folder: string
let blobs: BlobStore
let requester: TestPerson
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'again-'))
  blobs = folderBlobStore(folder)
  requester = await db.tx((ctx) => newPerson(ctx, 'ada'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const DAY = 86_400
const SALT = '07'.repeat(32)
const UNCHANGED = PAGE_PAY / 5n
type Leased = Handed['leases'][number]

async function bring(node: Node, row: Leased, result: CollectResult): Promise<void> {
  await db.tx((ctx) => commit(ctx, { node, leaseId: row.id, commitment: commitmentOf(SALT, result) }))
  await db.tx((ctx) => reveal(ctx, blobs, { node, leaseId: row.id, salt: SALT, result }))
}

/** The page as a node saw it, with its version; null: 304. */
function resultOf(row: Leased, text: string | null, etag = '"v1"'): CollectResult {
  const whole = collectResult({ ...row, seenAt: row.notBefore.toISOString() }, text ?? 'nothing')
  const headers: CollectResult['headers'] = [['etag', etag]]
  if (text !== null) return { ...whole, headers }
  return { ...whole, headers, bytes: 0, document: null, hops: [{ url: row.url, status: 304 }] }
}

/** A campaign of these pages, each brought and verified once, whose pages are asked for again after a day. */
async function seenOnce(host: string, pages: number) {
  const urls = Array.from({ length: pages }, (_, n) => `https://${host}/${n}`)
  // Pages of the tests before are left alone.
  await db.pool.query('update collection set refresh_seconds = null')
  const at = await db.tx(async (ctx) => {
    const made = await newCollection(ctx, (await newPool(ctx, requester)).id, [host], urls)
    await setRefresh(ctx, { ...made, refreshSeconds: DAY })
    return made
  })
  const bo = await db.tx((ctx) => newNode(ctx, 'bo'))
  await each(bo, 'net-bo', at.campaignId, pages, (row) => bring(bo, row, resultOf(row, pageText(row.url))))
  await lookAll(db)
  return { ...at, urls, bo }
}

/** Takes leases one after the other until so many were used. */
async function each(
  node: Node,
  network: string,
  campaignId: string,
  count: number,
  use: (row: Leased) => Promise<unknown>,
): Promise<void> {
  for (let used = 0; used < count; ) {
    const { leases } = await askFor(db, node, network, 1, campaignId)
    if (leases.length === 0) db.clock.ahead += 5
    for (const row of leases) {
      db.clock.ahead += 1
      await use(row)
      used++
    }
    await lookAll(db)
  }
}

const due = () => db.tx((ctx) => refreshDue(ctx))
const contributions = async (at: { poolId: string }) =>
  (
    await db.pool.query(
      'select url, state, unchanged, pay, pay_state from contribution where pool_id = $1 order by revealed_at, lease_id',
      [at.poolId],
    )
  ).rows

test('[CLT-50, CLT-51] a page is due after its interval, is leased with what is known and what unchanged pays, and pays that once', async () => {
  const at = await seenOnce('quiet.example', 1)
  expect(await due(), 'not yet').toBe(0)
  db.clock.ahead += DAY
  expect(await due()).toBe(1)
  expect(await due(), 'once').toBe(0)
  const chen = await db.tx((ctx) => newNode(ctx, 'chen'))
  const row = (await askFor(db, chen, 'net-c', 1, at.campaignId)).leases[0]!
  expect(leaseBody(row)).toMatchObject({
    etag: '"v1"',
    pay: String(PAGE_PAY),
    unchangedPay: String(UNCHANGED),
  })
  await bring(chen, row, resultOf(row, null))
  await bring(chen, row, resultOf(row, null))
  await lookAll(db)
  const committed = async () =>
    BigInt(
      (await db.pool.query('select committed from campaign where id = $1', [at.campaignId])).rows[0]
        .committed,
    )
  expect(await committed()).toBe(2n * PAGE_PAY)
  db.clock.ahead += 31 * DAY
  expect(await db.tx((ctx) => finalize(ctx, at.poolId, chen.personId))).toBe(1)
  expect((await contributions(at))[1]).toMatchObject({
    state: 'confirmed',
    unchanged: true,
    pay: String(UNCHANGED),
    pay_state: 'final',
  })
  expect(await committed(), 'the rest is free again').toBe(PAGE_PAY + UNCHANGED)
})

test('[CLT-51] the text that is known is unchanged, whatever the server called it; a new one pays in full and repeats nothing', async () => {
  const at = await seenOnce('plain.example', 2)
  db.clock.ahead += DAY
  expect(await due()).toBe(2)
  const chen = await db.tx((ctx) => newNode(ctx, 'chen'))
  const news = (url: string) => `${pageText(url)} And one line more.`
  const see = (url: string) => (url.endsWith('/1') ? news(url) : pageText(url))
  await each(chen, 'net-c', at.campaignId, 2, async (row) => {
    await bring(chen, row, resultOf(row, see(row.url), '"v2"'))
    await lookAll(db, see)
  })
  const found = (await contributions(at)).slice(2).sort((a, b) => (a.url < b.url ? -1 : 1))
  expect(found).toMatchObject([
    { state: 'confirmed', unchanged: true, pay: String(UNCHANGED) },
    { state: 'confirmed', unchanged: false, pay: String(PAGE_PAY) },
  ])
  const { rows } = await db.pool.query(
    'select repeats from contribution where pool_id = $1 and repeats is not null',
    [at.poolId],
  )
  expect(rows).toEqual([])
})

test('[CLT-28, CLT-51] a 304 is taken for what is known only: not for a first lease, not with another status', async () => {
  const at = await db.tx(async (ctx) =>
    newCollection(ctx, (await newPool(ctx, requester)).id, ['first.example'], ['https://first.example/a']),
  )
  const bo = await db.tx((ctx) => newNode(ctx, 'bo'))
  const row = (await askFor(db, bo, 'net-f', 1, at.campaignId)).leases[0]!
  await expect(bring(bo, row, resultOf(row, null))).rejects.toMatchObject({ field: 'result.document' })
  const again = await seenOnce('second.example', 1)
  db.clock.ahead += DAY
  await due()
  const second = (await askFor(db, again.bo, 'net-bo', 1, again.campaignId)).leases[0]!
  const odd = { ...resultOf(second, null), hops: [{ url: second.url, status: 200 }] }
  await expect(bring(again.bo, second, odd)).rejects.toMatchObject({ field: 'result.hops' })
})

test('[CLT-52] a node that always says 304 is found out and dismissed; the pages are fetched by somebody else', async () => {
  const at = await seenOnce('lively.example', 4)
  db.clock.ahead += DAY
  expect(await due()).toBe(4)
  const news = (url: string) => pageText(`${url} has changed altogether`)
  const eve = await db.tx((ctx) => newNode(ctx, 'eve'))
  let dismissed = false
  for (let tries = 0; tries < 40 && !dismissed; tries++) {
    const { leases, reason } = await askFor(db, eve, 'net-e', 1, at.campaignId)
    dismissed = /dismissed/.test(reason ?? '')
    if (leases.length === 0) db.clock.ahead += 5
    for (const row of leases) await bring(eve, row, resultOf(row, null))
    await lookAll(db, news)
  }
  expect(dismissed).toBe(true)
  const lies = (await contributions(at)).slice(4)
  expect(lies.filter(({ state }) => state === 'failed').length).toBeGreaterThanOrEqual(2)
  expect(lies.every(({ state }) => state === 'failed' || state === 'withdrawn')).toBe(true)
  const { rows } = await db.pool.query(
    `select 1 from lease_pay where person_id = $1 and state <> 'forfeited' and amount > 0`,
    [eve.personId],
  )
  expect(rows).toEqual([])
})

test('[CLT-52] a look that is answered 304 agrees without a body; one whose page changed after the node saw it is no evidence', async () => {
  const at = await seenOnce('tagged.example', 2)
  db.clock.ahead += DAY
  await due()
  const chen = await db.tx((ctx) => newNode(ctx, 'chen'))
  for (const answer of ['unchanged', 'later'] as const) {
    let rows: Leased[] = []
    while (rows.length === 0) {
      rows = (await askFor(db, chen, 'net-c', 1, at.campaignId)).leases
      if (rows.length === 0) db.clock.ahead += 5
    }
    const row = rows[0]!
    db.clock.ahead += 60
    await bring(chen, row, resultOf(row, null))
    const changedAt = new Date(row.notBefore.getTime() + 30_000)
    for (let looks = 0; looks < 20; ) {
      const wanted = await db.tx((ctx) => nextLook(ctx))
      if (!wanted) {
        looks++
        db.clock.ahead += 60
        continue
      }
      expect(wanted.known).toEqual({ etag: '"v1"', lastModified: null })
      const seen =
        answer === 'unchanged'
          ? ({ unchanged: true } as const)
          : { text: pageText('something else'), changedAt }
      await db.tx((ctx) => tellLook(ctx, wanted, seen))
    }
  }
  const states = (await contributions(at)).slice(2).map(({ state }) => state)
  expect(states).toEqual(['confirmed', 'no-evidence'])
})

test('[CLT-50] without an interval a page is fetched once; one that is being checked is not due; what a sitemap dates newer is due after an hour', async () => {
  const at = await seenOnce('dated.example', 2)
  await db.tx((ctx) => setRefresh(ctx, { ...at, refreshSeconds: null }))
  db.clock.ahead += 400 * DAY
  expect(await due()).toBe(0)
  await db.tx((ctx) => setRefresh(ctx, { ...at, refreshSeconds: 365 * DAY }))
  await db.pool.query(`update frontier_url set seen_at = $1 where campaign_id = $2`, [
    new Date(Date.now() + db.clock.ahead * 1_000 - 1_800_000),
    at.campaignId,
  ])
  expect(await due()).toBe(0)
  await db.pool.query(`update frontier_url set modified_at = $1 where url = $2`, [
    new Date(Date.now() + db.clock.ahead * 1_000 - 60_000),
    at.urls[0],
  ])
  expect(await due(), 'half an hour after it was seen').toBe(0)
  await db.pool.query(`update contribution set state = 'checking' where url = $1`, [at.urls[0]])
  db.clock.ahead += 3_600
  expect(await due(), 'somebody is still looking').toBe(0)
  await db.pool.query(`update contribution set state = 'confirmed' where url = $1`, [at.urls[0]])
  expect(await due()).toBe(1)
})

test('[CLT-51, CLT-52] a text that one node alone vouches for is asked for in full: no 304 speaks for it; a date of the future is not kept', async () => {
  const at = await seenOnce('alone.example', 1)
  // As if nobody had looked when it came.
  await db.pool.query(`update contribution set state = 'trusted' where pool_id = $1`, [at.poolId])
  const nextLease = async (node: Node, network: string) => {
    db.clock.ahead += DAY + 3_600
    await due()
    return (await askFor(db, node, network, 1, at.campaignId)).leases[0]!
  }
  const chen = await db.tx((ctx) => newNode(ctx, 'chen'))
  const first = await nextLease(chen, 'net-c')
  expect(leaseBody(first)).not.toHaveProperty('etag')
  expect(leaseBody(first)).toMatchObject({ unchangedPay: String(UNCHANGED) })
  const dated = resultOf(first, pageText(first.url))
  const future = { ...dated, headers: [...dated.headers, ['last-modified', 'Thu, 31 Dec 2099 00:00:00 GMT']] }
  await bring(chen, first, future as CollectResult)
  await lookAll(db)
  await db.pool.query(`update contribution set state = 'trusted' where pool_id = $1`, [at.poolId])
  const dee = await db.tx((ctx) => newNode(ctx, 'dee'))
  const second = leaseBody(await nextLease(dee, 'net-d'))
  expect(second, 'two had the same text by now').toMatchObject({ etag: '"v1"' })
  expect(second).not.toHaveProperty('modifiedSince')
})
