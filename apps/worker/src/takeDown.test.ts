import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drainOutbox, folderBlobStore } from '@rowright/db'
import { addUrls, askTakeDown, decideTakeDown, getTakeDown } from '@rowright/pipeline/collect'
import { accounts, balanceOf } from '@rowright/pipeline/ledger'
import { changesOf, numberChanges, republishNext } from '@rowright/pipeline/release'
import { othersDone, testDatabase } from '@rowright/testing'
import {
  askFor,
  bring,
  lookAll,
  newCollection,
  newNode,
  PAGE_PAY,
  pageText,
} from '@rowright/testing/collectScene'
import { consentFor, newPerson, newPool } from '@rowright/testing/factories'
import { afterAll, expect, test } from 'vitest'
import { reactions } from './reactions.ts'
import { releasedPages } from './testing/releasedPages.ts'

const db = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'take-down-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const react = () => drainOutbox(db.database, reactions(blobs))
const DAY = 86_400
const URLS = ['https://news.example/1', 'https://www.news.example/2', 'https://blog.example/3']

const released = () => releasedPages(db, blobs, URLS)

const textsOf = async (poolId: string) =>
  (await db.pool.query(`select blob from contribution where pool_id = $1 order by url`, [poolId])).rows.map(
    (row) => row.blob as string,
  )

test('[CLT-34, CLT-35, ITM-10, REL-17] a host asks: its pages leave every table, task and release, with tombstones; the node keeps its pay', async () => {
  const at = await released()
  const texts = await textsOf(at.poolId)
  const { id } = await db.tx((ctx) =>
    askTakeDown(ctx, {
      host: 'https://News.example/about',
      asks: 'host',
      contact: 'dora@news.example',
      statement: 'We never wanted this.',
    }),
  )
  const { rows: flags } = await db.pool.query(
    `select evidence::text from flag where kind = 'take-down' and subject = $1`,
    ['news.example'],
  )
  expect(flags).toHaveLength(1)
  expect(flags[0].evidence, 'the flag is no place for an address').not.toContain('dora')
  const steward = at.ada.id
  const decide = () =>
    db.tx((ctx) => decideTakeDown(ctx, { id, by: steward, accepted: true, answer: 'They are gone.' }))
  expect(await decide()).toBe(2)
  await expect(decide()).rejects.toMatchObject({ code: 'collect/take-down-decided' })
  await react()
  await react()
  await othersDone(db)
  await db.tx((ctx) => numberChanges(ctx, { deleteAfterSeconds: DAY }))

  const tombstones = await db.tx((ctx) =>
    changesOf(ctx, { poolId: at.poolId, since: 0, limit: 100, kind: 'tombstone' }),
  )
  expect(tombstones.map(({ action, reason }) => [action, reason])).toEqual(
    Array(2).fill(['delete', 'source-taken-down']),
  )
  const { rows: items } = await db.pool.query(
    `select i.external_id, i.payload is null as gone, t.aside_as from item i join task t on t.item_id = i.id
     where i.pool_id = $1 order by gone, i.external_id`,
    [at.poolId],
  )
  expect(items.map((row) => [row.gone, row.aside_as])).toEqual([
    [false, null],
    [true, 'withdrawn'],
    [true, 'withdrawn'],
  ])
  expect(items[0].external_id).toBe('https://blog.example/3')
  // In the order of the addresses: blog, news, www.news.
  expect(await Promise.all(texts.map(async (text) => (await blobs.head(text)) !== null))).toEqual([
    true,
    false,
    false,
  ])
  expect(await db.tx((ctx) => republishNext(ctx, blobs, { waitSeconds: 0 }))).toBe(true)
  const { rows: versions } = await db.pool.query(
    `select version, rows, withdrawn_at is not null as withdrawn from release where pool_id = $1 order by version`,
    [at.poolId],
  )
  expect(versions).toEqual([
    { version: 1, rows: 3, withdrawn: true },
    { version: 2, rows: 1, withdrawn: false },
  ])
  expect(await db.tx((ctx) => balanceOf(ctx, at.poolId, accounts.points(at.node.personId)))).toBe(
    3n * PAGE_PAY,
  )

  // It stays out: of this pool, of any other, and of what is below it.
  const more = await db.tx(async (ctx) => {
    const other = await newPool(ctx, at.ada, 'another pool')
    await consentFor(ctx, other, at.node.personId)
    const hosts = ['news.example', 'blog.example', 'deep.www.news.example']
    const made = await newCollection(ctx, other.id, hosts, [])
    const urls = hosts.map((host) => `https://${host}/new`)
    expect(await addUrls(ctx, { ...made, foundBy: 'seed', urls })).toBe(1)
    return made
  })
  db.clock.ahead += 60
  const { leases } = await askFor(db, at.node, 'net', 3, more.campaignId)
  expect(leases.map((lease) => lease.url)).toEqual(['https://blog.example/new'])
  expect(await db.tx((ctx) => getTakeDown(ctx, id))).toMatchObject({
    decision: 'accepted',
    purged: 2,
    answer: 'They are gone.',
  })
})

test('[CLT-34, CLT-35] an author asks for one page: a lease of it ends, and what is being checked is paid though nobody will look', async () => {
  const at = await db.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'ada'), 'two pages')
    const node = await newNode(ctx, 'fay')
    const urls = ['https://diary.example/a', 'https://diary.example/b']
    return { ...(await newCollection(ctx, pool.id, ['diary.example'], urls)), node, urls }
  })
  const first = (await askFor(db, at.node, 'net-f', 1, at.campaignId)).leases[0]!
  await bring(db, blobs, at.node, first)
  db.clock.ahead += 60
  const second = (await askFor(db, at.node, 'net-f', 1, at.campaignId)).leases[0]!
  const take = async (urls: string[], accepted: boolean) => {
    const asked = { urls, asks: 'author' as const, contact: 'me@diary.example', statement: 'Mine.' }
    const { id } = await db.tx((ctx) => askTakeDown(ctx, asked))
    return db.tx((ctx) => decideTakeDown(ctx, { id, by: at.node.personId, accepted, answer: 'Seen.' }))
  }
  expect(await take([first.url], false)).toBe(0)
  expect(await db.tx((ctx) => balanceOf(ctx, at.poolId, accounts.pending(at.node.personId)))).toBe(0n)
  expect(await take([first.url], true)).toBe(1)
  expect(await db.tx((ctx) => balanceOf(ctx, at.poolId, accounts.pending(at.node.personId)))).toBe(PAGE_PAY)
  expect(await lookAll(db, pageText), 'nobody looks any more').toBe(0)
  expect(await take([second.url], true)).toBe(0)
  await expect(bring(db, blobs, at.node, second)).rejects.toMatchObject({ code: 'collect/lease-over' })
  await expect(take(['https://diary.example/a', 'https://else.example/'], true)).rejects.toMatchObject({
    field: 'urls.1',
  })
})
