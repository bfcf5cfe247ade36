import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BlobStore, folderBlobStore } from '@rowright/db'
import { testDatabase } from '@rowright/testing'
import { askFor, bring, newCollection, newNode, PAGE_PAY } from '@rowright/testing/collectScene'
import { newPerson, newPool, type TestPerson } from '@rowright/testing/factories'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addUrls,
  costOf,
  giveBack,
  type Handed,
  keepCanaryHosts,
  type Node,
  progressOf,
  setDocuments,
} from './index.ts'

const db = testDatabase()
let folder: string
let blobs: BlobStore
let requester: TestPerson
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cost-'))
  blobs = folderBlobStore(folder)
  requester = await db.tx((ctx) => newPerson(ctx, 'ada'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type At = { poolId: string; campaignId: string }
type Leased = Handed['leases'][number]
const pages = (host: string, count: number) =>
  Array.from({ length: count }, (_, at) => `https://${host}/p${at}`)
const collectionOn = (host: string, count: number): Promise<At> =>
  db.tx(async (ctx) => newCollection(ctx, (await newPool(ctx, requester)).id, [host], pages(host, count)))
const progress = (at: At) => db.tx((ctx) => progressOf(ctx, at))
const committed = async ({ campaignId }: At) =>
  BigInt(
    (await db.pool.query('select committed from campaign where id = $1', [campaignId])).rows[0].committed,
  )
const giveUp = (node: Node, row: Leased, more: object = {}) =>
  db.tx((ctx) =>
    giveBack(ctx, {
      node,
      leaseId: row.id,
      given: { reason: 'refused', detail: '', hops: [], observedAt: row.notBefore.toISOString(), ...more },
    }),
  )

test('[CLT-70] no more pages are queued than are wanted; a refused one leaves its place, and one that is fetched again has its own', async () => {
  const at = await collectionOn('wanted.example', 0)
  const { poolId, campaignId } = at
  await db.tx((ctx) => setDocuments(ctx, { ...at, documents: 2 }))
  await db.tx((ctx) => addUrls(ctx, { ...at, foundBy: 'seed', urls: pages('wanted.example', 6) }))
  expect((await progress(at)).pages).toEqual({ queued: 2, waiting: 4 })
  expect(await committed(at)).toBe(2n * PAGE_PAY)

  const node = await db.tx((ctx) => newNode(ctx, 'bo'))
  await giveUp(node, (await askFor(db, node, 'net-1', 1, campaignId)).leases[0]!)
  expect((await progress(at)).pages, 'another took the place').toEqual({ refused: 1, queued: 2, waiting: 3 })

  db.clock.ahead += 60
  await bring(db, blobs, node, (await askFor(db, node, 'net-1', 1, campaignId)).leases[0]!)
  await db.pool.query(`update frontier_url set state = 'waiting' where campaign_id = $1 and state = 'done'`, [
    campaignId,
  ])
  expect(await progress(at)).toMatchObject({ again: 1, documents: 2 })
  await db.tx((ctx) => setDocuments(ctx, { poolId, campaignId, documents: 3 }))
  expect((await progress(at)).pages, 'it and one more').toEqual({ refused: 1, queued: 3, waiting: 2 })
  await db.tx((ctx) => setDocuments(ctx, { poolId, campaignId, documents: null }))
  expect((await progress(at)).pages, 'all that is paid for').toEqual({ refused: 1, queued: 5 })
})

/** A contribution that waits for a node's look, and a trusted node of somebody else. */
async function witnessed(host: string): Promise<{ at: At; row: Leased; witness: Node }> {
  const at = await collectionOn(host, 1)
  const [first, witness] = await db.tx(
    async (ctx) => [await newNode(ctx, 'kim'), await newNode(ctx, 'lou')] as const,
  )
  const row = (await askFor(db, first, `${host}-a`, 1, at.campaignId)).leases[0]!
  await bring(db, blobs, first, row)
  await db.pool.query(`update look set by = 'node' where lease_id = $1`, [row.id])
  await db.pool.query(
    'insert into node_standing (pool_id, person_id, in_row, was_trusted) values ($1, $2, 10, true)',
    [at.poolId, witness.personId],
  )
  db.clock.ahead += 60
  return { at, row, witness }
}

test('[CLT-71] a witness is paid for before it is sent: without money there is none, and what it does not earn is free again', async () => {
  const { at, row, witness } = await witnessed('second.example')
  const fund = (amount: bigint) =>
    db.pool.query('update campaign_funding set amount = $1 where campaign_id = $2', [amount, at.campaignId])
  await fund(PAGE_PAY)
  expect((await askFor(db, witness, 'net-w', 1, at.campaignId)).leases, 'all is spent on the page').toEqual(
    [],
  )
  await fund(2n * PAGE_PAY)
  const look = async () => {
    db.clock.ahead += 60
    return (await askFor(db, witness, 'net-w', 1, at.campaignId)).leases[0]!
  }
  const returned = await look()
  expect(returned.url).toBe(row.url)
  expect(await committed(at)).toBe(2n * PAGE_PAY)
  await giveUp(witness, returned, { reason: 'unreachable' })
  expect(await committed(at)).toBe(PAGE_PAY)

  // Whose turn it was to look next: now it is a node's again.
  await db.pool.query(`update look set by = 'node' where lease_id = $1 and at is null`, [row.id])
  const seen = await look()
  await bring(db, blobs, witness, seen)
  expect(await committed(at), 'it is earned').toBe(2n * PAGE_PAY)
  expect((await progress(at)).pending).toBe(2n * PAGE_PAY)
})

test('[CLT-71] what a witness loses by a fail is free again', async () => {
  const { at, row, witness } = await witnessed('third.example')
  // The platform saw what the node saw: the witness, who saw something else, is alone.
  const [seen] = (
    await db.pool.query('select sha256, minhash from contribution where lease_id = $1', [row.id])
  ).rows
  await db.pool.query(
    `insert into look (pool_id, lease_id, url, by, not_cluster, not_network, sha256, minhash, asked_at, at)
     select pool_id, lease_id, url, 'platform', not_cluster, not_network, $2, $3, asked_at, asked_at from look where lease_id = $1`,
    [row.id, seen.sha256, seen.minhash],
  )
  const wrong = (await askFor(db, witness, 'net-x', 1, at.campaignId)).leases[0]!
  expect(await committed(at)).toBe(2n * PAGE_PAY)
  await bring(db, blobs, witness, wrong, 'Nothing that anybody else has seen on this page, word for word.')
  expect(
    (await db.pool.query('select failed from node_standing where person_id = $1', [witness.personId])).rows,
  ).toEqual([{ failed: 1 }])
  expect(await committed(at)).toBe(PAGE_PAY)
})

test('[CLT-72] the quote is pages, second looks for 5 % of them, and the share of canaries', async () => {
  const quote = () => db.tx((ctx) => costOf(ctx, { pay: 2_000n, documents: 1_001 }))
  expect(await quote()).toEqual({
    ...{ documents: 1_001, looks: 51, canaries: 0, total: 2_104_000n, unchangedPay: 400n },
    again: { most: 2_002_000n, least: 400_400n },
  })
  await db.tx((ctx) => keepCanaryHosts(ctx, ['https://stories.example'], 20_000))
  expect(await quote()).toMatchObject({ looks: 51, canaries: 21, total: 2_146_000n })
  await db.tx((ctx) => keepCanaryHosts(ctx, []))
})

test('[CLT-74] the requester sees why pages were not brought, and what came of what was', async () => {
  const at = await collectionOn('told.example', 4)
  const node = await db.tx((ctx) => newNode(ctx, 'dee'))
  const next = async () => {
    db.clock.ahead += 60
    return (await askFor(db, node, 'net-t', 1, at.campaignId)).leases[0]!
  }
  const evidence = [
    { signal: 'robots', stance: 'allows', where: 'robots.txt', text: '', reason: '' },
    { signal: 'content-signal', stance: 'refuses', where: 'robots.txt', text: 'ai-train=no', reason: '' },
  ]
  await giveUp(node, await next(), { decision: { allowed: false, reason: '', evidence } })
  await giveUp(node, await next(), { reason: 'too-large' })
  await bring(db, blobs, node, await next())
  expect(await progress(at)).toMatchObject({
    pages: { refused: 2, done: 1, queued: 1 },
    refused: { 'content-signal': 1, 'too-large': 1 },
    contributions: { checking: 1 },
    ...{ people: 1, items: 0, pending: 0n, final: 0n },
  })
})
