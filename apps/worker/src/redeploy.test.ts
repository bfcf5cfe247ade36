import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Deployment, openReader, readRewards } from '@rowright/chain'
import { DEV_ACCOUNTS, type LocalChain, startAnvil } from '@rowright/chain/local'
import { currentDeployment, folderBlobStore } from '@rowright/db'
import { myLicenses } from '@rowright/pipeline/license'
import { publish } from '@rowright/pipeline/release'
import { distributionsOf, earningsOf, everFunded, requestCashOut } from '@rowright/pipeline/reward'
import { compiled, testDatabase } from '@rowright/testing'
import { createTestClient, http } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureDeployment } from '../../../scripts/runtime/deployment.ts'
import { ensureLocalKeys, ROLES, type Role } from '../../../scripts/runtime/keys.ts'
import { follow } from './follower.ts'
import { openSettler, type Settler, sendDue } from './settle.ts'
import { balancesOf, countsOf, sumOf, until } from './testing/numbers.ts'
import {
  closeEpoch,
  DAN,
  fund,
  newScene,
  putOnChain,
  react,
  type Scene,
  sellLicense,
  tx,
  work,
} from './testing/scene.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'redeploy-'))
const keysDir = join(folder, 'keys')
const keyOf = (role: Role) => DEV_ACCOUNTS[ROLES.indexOf(role)]!.privateKey
const keys = {
  poster: keyOf('poster'),
  publisher: keyOf('publisher'),
  anchorer: keyOf('anchorer'),
  relayer: keyOf('relayer'),
}
let chain: LocalChain
let scene: Scene
let settler: Settler

const ensure = (redeploy: () => Promise<boolean>, profile: 'local' | 'production' = 'local') =>
  ensureDeployment({ databaseUrl: database.url, rpcUrl: chain.rpcUrl, keysDir, profile, redeploy })

/** What the worker does when it starts: takes the deployment in force. */
async function enter(): Promise<Deployment> {
  const found = await database.tx(currentDeployment)
  const at = found!.deployment as Deployment
  settler = await openSettler(database.database, at, { rpcUrl: chain.rpcUrl, keys })
  return at
}
async function settle(): Promise<void> {
  const look = () => follow(database.database, openReader(chain.rpcUrl), settler.at, 0)
  await look()
  await react(scene)
  for (let left = 10; left > 0 && (await sendDue(settler)) > 0; left--) await look()
}
/** Local roots wait five seconds. */
const settledWhen = (what: string, so: () => Promise<boolean>) =>
  until(what, async () => {
    await settle()
    return so()
  })
const earnings = (who: { id: string }) => tx(scene, (ctx) => earningsOf(ctx, who.id))
const sharesOf = async (who: { id: string }) =>
  (await earnings(who)).pools.reduce((sum, pool) => sum + pool.revenue, 0n)
const cashOut = (who: { id: string }) => tx(scene, (ctx) => requestCashOut(ctx, { personId: who.id }))

beforeAll(async () => {
  await compiled()
  chain = await startAnvil()
  await ensureLocalKeys(
    keysDir,
    DEV_ACCOUNTS.map((account) => account.privateKey),
  )
})
afterAll(async () => {
  await chain.stop()
  rmSync(folder, { recursive: true, force: true })
})

let paidBefore: bigint[]
let oldLicense: bigint
let emptyChain: `0x${string}`
const anvil = () => createTestClient({ mode: 'anvil', transport: http(chain.rpcUrl) })

test('[RED-1] contracts are deployed once for a chain', async () => {
  const never = () => Promise.reject(new Error('nothing to ask'))
  expect(await ensure(never)).toEqual({ deployed: true })
  expect(await ensure(never)).toEqual({ deployed: false })
  const place = {
    database: database.database,
    blobs: folderBlobStore(folder),
    rpcUrl: chain.rpcUrl,
    at: await enter(),
  }
  scene = await newScene(place, { items: 4, labelers: 2 })
  const [bo] = scene.labelers

  await putOnChain(scene)
  await fund(scene, 1_000n)
  await settle()
  await work(scene)
  await closeEpoch(scene)
  await settledWhen('the first root is active', async () => (await earnings(bo!)).claimable === 400n)
  await cashOut(bo!)
  await tx(scene, (ctx) => publish(ctx, scene.blobs, { poolId: scene.pool.id }))
  oldLicense = await sellLicense(scene, 500n)
  await settle()
  await closeEpoch(scene)
  await settle()
  expect(await earnings(bo!)).toMatchObject({ paid: 400n })
  expect(await countsOf(scene)).toMatchObject({ claims: '1', licenses: '1', imbalance: '0' })
  paidBefore = await balancesOf(scene)
  expect(paidBefore).toEqual([400n, 0n])
})

test('[RED-1] another chain is a question for play money, and one sentence elsewhere', async () => {
  await chain.stop()
  chain = await startAnvil()
  emptyChain = await anvil().snapshot()
  const before = await countsOf(scene)
  await expect(ensure(async () => false)).rejects.toMatchObject({ code: 'runtime/other-genesis' })
  let asked = false
  const production = ensure(async () => {
    asked = true
    return true
  }, 'production')
  await expect(production).rejects.toThrow(
    /is not the one this data belongs to .* its money cannot be moved\.$/,
  )
  expect(asked).toBe(false)
  expect(await countsOf(scene)).toEqual(before)
})

test('[RED-2, RED-3] the ledger goes on: its money is there again, what was paid is paid again, the rest can be', async () => {
  const known = await countsOf(scene)
  const funded = await tx(scene, everFunded)
  expect(funded).toBe(1_500n)
  expect(await ensure(async () => true)).toEqual({ deployed: true })
  const at = await enter()
  scene = { ...scene, at, rpcUrl: chain.rpcUrl }
  expect(await readRewards(openReader(chain.rpcUrl), at)).toMatchObject({
    funded,
    balance: funded,
    declared: 0n,
  })
  expect(await countsOf(scene)).toMatchObject({
    fundings: '1',
    funded: '1000',
    licenses: '1',
    offers: '0',
    verdicts: known.verdicts,
    epochs: known.epochs,
    posted: '0',
    activated: '0',
    claims: '0',
    imbalance: '0',
  })

  const [bo, chen] = scene.labelers
  // A claim pays all of its leaf: the share of the license, which bo had not asked for yet, comes along.
  const owed = 400n + (await sharesOf(bo!))
  await settledWhen('bo is paid again', async () => (await balancesOf(scene))[0] === owed)
  expect(await earnings(bo!)).toMatchObject({ paid: owed, pending: 0n, claimable: 0n })
  const { claimable } = await earnings(chen!)
  await cashOut(chen!)
  await settledWhen('chen is paid', async () => (await balancesOf(scene))[1] === claimable)
  expect(claimable).toBeGreaterThan(400n)
  expect(await countsOf(scene)).toMatchObject({ imbalance: '0', claims: '2' })
  const { balance } = await readRewards(openReader(chain.rpcUrl), at)
  expect(balance).toBe(funded - (await sumOf(scene, 'paid')))
})

test('[RED-4, RED-5, RED-6] pools are put on chain again, and equal numbers are different licenses', async () => {
  await putOnChain(scene)
  await fund(scene, 60n)
  await settle()
  const released = await database.pool.query('select transaction from release')
  expect(released.rows[0].transaction, 'the release follows its pool').toMatch(/^0x/)
  expect(await countsOf(scene)).toMatchObject({ fundings: '2', funded: '1060' })

  const licenseId = await sellLicense(scene, 900n)
  expect(licenseId).toBe(oldLicense)
  await settle()
  const held = await tx(scene, (ctx) => myLicenses(ctx, { addresses: [DAN.address], at: ctx.now() }))
  expect(held.map((one) => [one.price, one.valid, one.purposes.length])).toEqual([
    [900n, true, 1],
    [500n, true, 1],
  ])
  await closeEpoch(scene)
  const split = await tx(scene, (ctx) =>
    distributionsOf(
      ctx,
      held.map((one) => one.id),
    ),
  )
  expect([...split.values()].map((one) => one.gross).sort()).toEqual([500n, 900n])
  expect(await sumOf(scene, 'revenue')).toBe(0n)
  const [bo] = scene.labelers
  const before = (await earnings(bo!)).claimable
  await settledWhen('the new revenue can be claimed', async () => (await earnings(bo!)).claimable > before)
  expect(await countsOf(scene)).toMatchObject({ imbalance: '0', licenses: '2', offers: '1' })
})

test('[RED-1, FOL-3] a chain that went back to before its contracts is asked about, deployed to and followed again', async () => {
  await anvil().revert({ id: emptyChain })
  const funded = await tx(scene, everFunded)
  await expect(ensure(async () => false)).rejects.toMatchObject({ code: 'runtime/other-genesis' })
  expect(await ensure(async () => true)).toEqual({ deployed: true })
  scene = { ...scene, at: await enter() }
  await settledWhen('bo is paid once more', async () => (await balancesOf(scene))[0]! >= 400n)
  expect(await readRewards(openReader(chain.rpcUrl), scene.at)).toMatchObject({ funded })
  expect(await countsOf(scene)).toMatchObject({ imbalance: '0' })
})
