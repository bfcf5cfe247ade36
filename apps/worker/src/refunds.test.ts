import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReader, readRewards, readTokenBalance } from '@rowright/chain'
import { folderBlobStore, recordDeployment } from '@rowright/db'
import { imbalance } from '@rowright/pipeline/ledger'
import { askRefund, getCampaign, orphanRefunds, remainderOf, setStatus } from '@rowright/pipeline/pool'
import { testChain, testDatabase } from '@rowright/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { follow } from './follower.ts'
import { openSettler, type Settler, sendDue } from './settle.ts'
import { sumOf } from './testing/numbers.ts'
import {
  ADA,
  closeEpoch,
  fund,
  KEYS,
  newScene,
  putOnChain,
  react,
  type Scene,
  tx,
  work,
} from './testing/scene.ts'

const database = testDatabase()
const chain = testChain()
const folder = mkdtempSync(join(tmpdir(), 'refunds-'))
let scene: Scene
let settler: Settler
const reader = () => openReader(chain.rpcUrl)

async function settle(): Promise<void> {
  await follow(database.database, reader(), scene.at, 0)
  await react(scene)
  while ((await sendDue(settler)) > 0) {
    await follow(database.database, reader(), scene.at, 0)
    await react(scene)
  }
}

const left = () => tx(scene, (ctx) => remainderOf(ctx, scene.pool.id, scene.campaignId))
const close = () =>
  tx(scene, async (ctx) => {
    const found = await getCampaign(ctx, scene.pool.id, scene.campaignId)
    await setStatus(ctx, found, 'closed')
    await ctx.tx.execute(
      `insert into outbox (topic, pool_id, payload) values ('campaign.closed', '${scene.pool.id}', '{"campaignId":"${scene.campaignId}"}')`,
    )
  })
const balance = () => readTokenBalance(reader(), scene.at.token, ADA.address)

beforeAll(async () => {
  const at = chain.deployment
  await database.tx((ctx) =>
    recordDeployment(ctx, { chainId: at.chainId, genesisHash: at.genesisHash, deployment: at }),
  )
  const place = {
    database: database.database,
    blobs: folderBlobStore(folder),
    rpcUrl: chain.rpcUrl,
    at,
  }
  scene = await newScene(place, { items: 3, labelers: 2 })
  settler = await openSettler(database.database, at, { rpcUrl: chain.rpcUrl, keys: KEYS })
  await putOnChain(scene)
  await fund(scene, 1_000n)
  await settle()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('[POO-9, SETTLE-7] what a closed campaign did not pay out goes back to its funder, when its requester asks, once', async () => {
  await work(scene, 2)
  expect(await left()).toMatchObject({ state: 'working' })
  await expect(tx(scene, (ctx) => askRefund(ctx, scene.pool.id, scene.campaignId))).rejects.toMatchObject({
    code: 'pool/nothing-to-refund',
  })
  await close()
  await settle()
  await settle()
  expect(await left()).toMatchObject({ state: 'ready', amount: 600n, refunded: 0n })
  const before = await balance()
  await settle()
  expect(await balance(), 'nobody asked').toBe(before)

  await tx(scene, (ctx) => askRefund(ctx, scene.pool.id, scene.campaignId))
  expect(await left()).toMatchObject({ state: 'asked' })
  await settle()
  expect(await left()).toMatchObject({ state: 'refunded', refunded: 600n })
  expect(await balance()).toBe(before + 600n)
  await tx(scene, (ctx) => askRefund(ctx, scene.pool.id, scene.campaignId))
  await settle()
  expect(await balance()).toBe(before + 600n)
  expect(await sumOf(scene, 'budget')).toBe(0n)
  expect(await tx(scene, (ctx) => imbalance(ctx))).toBe(0n)
})

test('[POO-9] what is earned stays, and can be declared and claimed after the refund', async () => {
  await closeEpoch(scene)
  await settle()
  const { funded, declared } = await readRewards(reader(), scene.at)
  expect([funded, declared]).toEqual([400n, 400n])
})

test('[POO-10] a refund whose block is gone is booked back, and booked anew when it comes again', async () => {
  const { rows } = await database.pool.query<{ block_number: string }>(
    'select block_number from campaign_refund',
  )
  const from = Number(rows[0]!.block_number)
  expect(await tx(scene, (ctx) => orphanRefunds(ctx, from))).toBe(1)
  expect(await sumOf(scene, 'budget')).toBe(600n)
  expect(await left()).toMatchObject({ state: 'asked', refunded: 0n })
  // The chain still has it: read again, it counts again.
  await database.pool.query('delete from chain_block where number >= $1', [from])
  await settle()
  expect(await sumOf(scene, 'budget')).toBe(0n)
  expect(await left()).toMatchObject({ state: 'refunded', refunded: 600n })
  expect(await tx(scene, (ctx) => imbalance(ctx))).toBe(0n)
})
