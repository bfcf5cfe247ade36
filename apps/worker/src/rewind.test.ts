import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReader, readPool, readRewards } from '@rowright/chain'
import { folderBlobStore, recordDeployment } from '@rowright/db'
import { publish } from '@rowright/pipeline/release'
import { earningsOf, requestCashOut } from '@rowright/pipeline/reward'
import { testChain, testDatabase } from '@rowright/testing'
import { createPublicClient, createTestClient, custom, http } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { follow } from './follower.ts'
import { openSettler, type Settler, sendDue } from './settle.ts'
import { balancesOf, countsOf, sumOf, until } from './testing/numbers.ts'
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
const folder = mkdtempSync(join(tmpdir(), 'rewind-'))
let scene: Scene
let settler: Settler
const anvil = () => createTestClient({ mode: 'anvil', transport: http(chain.rpcUrl) })
const reader = () => openReader(chain.rpcUrl)
const look = () => follow(database.database, reader(), scene.at, 0)

/** What a worker does in a turn, as often as it takes until nothing is due. */
async function settle(): Promise<void> {
  await look()
  await react(scene)
  while ((await sendDue(settler)) > 0) await look()
}

/** The chain takes no cutoff of its future, and its clock is behind ours: by a second, or since the snapshot. */
const released = () =>
  until('the release is on chain', async () => {
    await settle()
    const { rows } = await database.pool.query('select transaction from release')
    return rows[0].transaction !== null
  })

beforeAll(async () => {
  const at = chain.deployment
  const { chainId, genesisHash } = at
  await database.tx((ctx) => recordDeployment(ctx, { chainId, genesisHash, deployment: at }))
  const place = { database: database.database, blobs: folderBlobStore(folder), rpcUrl: chain.rpcUrl, at }
  scene = await newScene(place, { items: 4, labelers: 2 })
  settler = await openSettler(place.database, at, { rpcUrl: chain.rpcUrl, keys: KEYS })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('[FOL-3] a shorter chain: roots, claims and snapshots it lost are taken back and sent again', async () => {
  await putOnChain(scene)
  await fund(scene, 800n)
  await settle()
  await work(scene)
  const funded = await anvil().snapshot()
  await closeEpoch(scene)
  await settle()
  for (const one of scene.labelers) await tx(scene, (ctx) => requestCashOut(ctx, { personId: one.id }))
  await tx(scene, (ctx) => publish(ctx, scene.blobs, { poolId: scene.pool.id }))
  await sellLicense(scene, 500n)
  await settle()
  await released()
  const before = await countsOf(scene)
  expect(before).toMatchObject({ posted: '1', activated: '1', claims: '2', licenses: '1', imbalance: '0' })
  expect(await balancesOf(scene)).toEqual([400n, 400n])

  await anvil().revert({ id: funded })
  expect(await balancesOf(scene)).toEqual([0n, 0n])
  await look()
  expect(await countsOf(scene)).toMatchObject({
    fundings: '1',
    epochs: '1',
    posted: '0',
    activated: '0',
    claims: '0',
    licenses: '0',
    offers: '0',
    imbalance: '0',
  })
  expect(await sumOf(scene, 'reward')).toBe(800n)
  expect(await sumOf(scene, 'paid')).toBe(0n)
  expect((await database.pool.query('select transaction from release')).rows).toEqual([{ transaction: null }])
  const flags = await database.pool.query("select evidence from flag where kind = 'chain-went-back'")
  expect(flags.rows[0].evidence).toMatchObject({
    claims: 2,
    licenses: 1,
    snapshots: 1,
    fundings: 0,
    pools: 0,
  })

  await settle()
  expect(await countsOf(scene)).toMatchObject({ posted: '1', activated: '1', claims: '2', imbalance: '0' })
  expect(await balancesOf(scene)).toEqual([400n, 400n])
  expect(await sumOf(scene, 'paid')).toBe(800n)
  await released()
  const cashOuts = await tx(scene, (ctx) => earningsOf(ctx, scene.labelers[0]!.id))
  expect(cashOuts).toMatchObject({ paid: 400n, claimable: 0n, cashOuts: [{ status: 'paid' }] })
})

test('[FOL-3] a purchase and its money come back when they are made again', async () => {
  expect(await sumOf(scene, 'revenue')).toBe(0n)
  await sellLicense(scene, 500n)
  await settle()
  expect(await countsOf(scene)).toMatchObject({ offers: '1', licenses: '1', imbalance: '0' })
  expect(await sumOf(scene, 'revenue')).toBe(500n)
  expect(await closeEpoch(scene)).toBe(true)
  await settle()
  expect((await readRewards(reader(), scene.at)).declared).toBe((await sumOf(scene, 'reward')) + 800n)
  expect(await sumOf(scene, 'revenue')).toBe(0n)
})

test('[FOL-3] overtaken by other blocks: what they say instead holds, once', async () => {
  const shared = await anvil().snapshot()
  await fund(scene, 70n)
  await settle()
  expect(await countsOf(scene)).toMatchObject({ fundings: '2', funded: '870' })
  const world = await sumOf(scene, 'world')

  await anvil().revert({ id: shared })
  await anvil().mine({ blocks: 8 })
  await fund(scene, 50n)
  await settle()
  expect(await countsOf(scene)).toMatchObject({ fundings: '2', funded: '850', imbalance: '0' })
  expect(await sumOf(scene, 'world')).toBe(world + 20n)
})

test('[FOL-3] a claim on its way when the chain went back is sent again at once', async () => {
  const before = await anvil().snapshot()
  const [bo] = scene.labelers
  const owed = (await tx(scene, (ctx) => earningsOf(ctx, bo!.id))).claimable
  expect(owed).toBeGreaterThan(0n)
  await tx(scene, (ctx) => requestCashOut(ctx, { personId: bo!.id }))
  await sendDue(settler) // and nobody has looked yet
  expect((await database.pool.query("select 1 from cash_out where status = 'sent'")).rowCount).toBe(1)
  await anvil().revert({ id: before })
  await anvil().mine({ blocks: 1 })
  // The place that was read last is gone too, so that the follower notices.
  await database.pool.query(
    "update chain_block set hash = '0x00' where number = (select max(number) from chain_block)",
  )
  await settle()
  expect((await balancesOf(scene))[0]).toBe(400n + owed)
  expect(await countsOf(scene)).toMatchObject({ imbalance: '0' })
})

test('[FOL-3, SETTLE-2] pool and funding lost: what is missing money waits, the rest goes on', async () => {
  const other = await newScene(scene, { items: 2, labelers: 1 })
  const [chen] = other.labelers
  const nothing = await anvil().snapshot()
  await putOnChain(other)
  await fund(other, 1_000n)
  await settle()
  await work(other)
  await anvil().revert({ id: nothing })
  await look()
  const { rows } = await database.pool.query('select chain_pool_id from pool where id = $1', [other.pool.id])
  expect(rows).toEqual([{ chain_pool_id: null }])
  const gone = readPool(reader(), scene.at, other.chainPoolId)
  await expect(gone).rejects.toMatchObject({ revertName: 'UnknownPool' })

  // The scene's budget pays for dee's claim; chen's root declares more than the chain has, and waits.
  await closeEpoch(other)
  const [, dee] = scene.labelers
  const owed = (await tx(scene, (ctx) => earningsOf(ctx, dee!.id))).claimable
  await tx(scene, (ctx) => requestCashOut(ctx, { personId: dee!.id }))
  const { funded, declared } = await readRewards(reader(), scene.at)
  await fund(scene, 1n)
  await settle()
  expect((await balancesOf(scene))[1]).toBe(400n + owed)
  expect(await countsOf(scene)).toMatchObject({ imbalance: '0' })
  expect(funded - declared).toBeLessThan(200n)

  expect(await tx(other, (ctx) => earningsOf(ctx, chen!.id))).toMatchObject({ claimable: 0n, pending: 200n })
  await putOnChain(other)
  await fund(other, 1_000n)
  await until('the root is posted when the money is there', async () => {
    await settle()
    return (await tx(other, (ctx) => earningsOf(ctx, chen!.id))).claimable === 200n
  })
})

test('[FOL-5] a chain that stops answering in between is no rewind', async () => {
  const before = await countsOf(scene)
  const flaky = createPublicClient({
    transport: custom(
      {
        request: async ({ method, params }) => {
          // The first block still comes, so that the chain is known to be ours.
          const block = method === 'eth_getBlockByNumber' ? (params as string[])[0] : undefined
          if (block !== undefined && block !== '0x0') throw new Error('connection reset')
          const { request } = reader()
          return request({ method, params } as never)
        },
      },
      { retryCount: 0 },
    ),
  })
  await expect(follow(database.database, flaky, scene.at, 0)).rejects.toThrow()
  expect(await countsOf(scene)).toEqual(before)
})
