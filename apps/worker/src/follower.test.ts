import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReader } from '@rowright/chain'
import { startAnvil } from '@rowright/chain/local'
import { folderBlobStore, openDatabase, recordDeployment, silentLog, withLock } from '@rowright/db'
import { publish } from '@rowright/pipeline/release'
import { requestCashOut } from '@rowright/pipeline/reward'
import { testChain, testDatabase } from '@rowright/testing'
import { createPublicClient, createTestClient, custom, http } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { follow } from './follower.ts'
import { openSettler, type Settler, sendDue } from './settle.ts'
import { balancesOf, countsOf } from './testing/numbers.ts'
import {
  closeEpoch,
  fund,
  KEYS,
  newScene,
  putOnChain,
  react,
  type Scene,
  sellLicense,
  tx,
  work,
} from './testing/scene.ts'

const database = testDatabase()
const chain = testChain()
const folder = mkdtempSync(join(tmpdir(), 'follower-'))
let scene: Scene
let settler: Settler
const reader = () => openReader(chain.rpcUrl)
const look = () => follow(database.database, reader(), scene.at, 0)
const blocks = () =>
  createTestClient({ mode: 'anvil', transport: http(chain.rpcUrl, { timeout: 100_000, retryCount: 0 }) })
const forgetPlaces = () => database.pool.query('delete from chain_block')

beforeAll(async () => {
  const at = chain.deployment
  const { chainId, genesisHash } = at
  await database.tx((ctx) => recordDeployment(ctx, { chainId, genesisHash, deployment: at }))
  const place = { database: database.database, blobs: folderBlobStore(folder), rpcUrl: chain.rpcUrl, at }
  scene = await newScene(place, { items: 4, labelers: 2 })
  settler = await openSettler(place.database, at, { rpcUrl: chain.rpcUrl, keys: KEYS })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Resolves for all when the last of them has come. */
function meetingOf(count: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let missing = count
  return () => {
    missing--
    if (missing === 0) resolve()
    return promise
  }
}

/** A reader that waits before it asks for logs: until then nobody has written anything. */
const readerThat = (meets: () => Promise<void>) =>
  createPublicClient({
    transport: custom({
      request: async ({ method, params }) => {
        if (method === 'eth_getLogs') await meets()
        return reader().request({ method, params } as never)
      },
    }),
  })

test('[FOL-1] the whole loop: funded, answered, owed, posted, cashed out, licensed, each recorded', async () => {
  await putOnChain(scene)
  await fund(scene, 800n)
  await look()
  await work(scene)
  expect(await closeEpoch(scene)).toBe(true)
  await sendDue(settler)
  await look()
  await sendDue(settler)
  await look()
  for (const one of scene.labelers) await tx(scene, (ctx) => requestCashOut(ctx, { personId: one.id }))
  await tx(scene, (ctx) => publish(ctx, scene.blobs, { poolId: scene.pool.id }))
  await sendDue(settler)
  await sellLicense(scene, 500n)
  await look()
  await react(scene)
  expect(await countsOf(scene)).toMatchObject({
    fundings: '1',
    funded: '800',
    offers: '1',
    licenses: '1',
    verdicts: '8',
    epochs: '1',
    posted: '1',
    activated: '1',
    claims: '2',
    claimed: '800',
    imbalance: '0',
  })
  expect(await balancesOf(scene)).toEqual([400n, 400n])
})

test('[FOL-1] reading the same range again records nothing again', async () => {
  const before = await countsOf(scene)
  await forgetPlaces()
  expect((await look()).events).toBeGreaterThan(9)
  expect(await countsOf(scene)).toEqual(before)
  expect((await look()).events).toBe(0)
})

test('[FOL-1] two workers that read at once, without any lock, record nothing twice', async () => {
  const before = await countsOf(scene)
  await fund(scene, 300n)
  await forgetPlaces()
  const other = openDatabase(database.url, { log: silentLog })
  const meet = meetingOf(2)
  const both = await Promise.all(
    [database.database, other].map((one) => follow(one, readerThat(meet), scene.at, 0)),
  )
  await other.pool.end()
  expect(both[0]!.events).toBe(both[1]!.events)
  expect(await countsOf(scene)).toEqual({
    ...before,
    fundings: '2',
    funded: '1100',
    transfers: String(Number(before.transfers) + 1),
    moved: String(BigInt(before.moved!) + 300n),
  })
})

test('[SETTLE-3] the lock lets one worker at a time towards the chain', async () => {
  const other = openDatabase(database.url, { log: silentLog })
  const inside = await withLock(database.database, 'rowright chain', () =>
    withLock(other, 'rowright chain', () => look()),
  )
  expect(inside).toBeNull()
  expect(await withLock(other, 'rowright chain', async () => 'free')).toBe('free')
  await other.pool.end()
})

test('[FOL-2] more than a range behind, it reads range by range and misses nothing', async () => {
  await fund(scene, 1n)
  await blocks().mine({ blocks: 1_001 })
  await fund(scene, 2n)
  const { rows } = await database.pool.query('select max(number) as last from chain_block')
  const { block } = await look()
  expect(block).toBe(Number(await reader().getBlockNumber({ cacheTime: 0 })))
  expect(await countsOf(scene)).toMatchObject({ fundings: '4', funded: '1103' })
  const places = await database.pool.query('select number from chain_block where number > $1 order by 1', [
    rows[0].last,
  ])
  expect(places.rows.map((row) => Number(row.number))).toEqual([Number(rows[0].last) + 1_000, block])
})

test('[FOL-2] an event counts when enough blocks lie on top', async () => {
  await fund(scene, 4n)
  await follow(database.database, reader(), scene.at, 3)
  expect(await countsOf(scene)).toMatchObject({ funded: '1103' })
  await blocks().mine({ blocks: 3 })
  await follow(database.database, reader(), scene.at, 3)
  expect(await countsOf(scene)).toMatchObject({ funded: '1107' })
})

test('[FOL-4] another chain in the place of ours is an error, and nothing is taken back', async () => {
  const before = await countsOf(scene)
  const other = await startAnvil()
  const refused = follow(database.database, openReader(other.rpcUrl), scene.at, 0)
  await expect(refused).rejects.toMatchObject({ code: 'chain/wrong-chain' })
  await other.stop()
  expect(await countsOf(scene)).toEqual(before)
})
