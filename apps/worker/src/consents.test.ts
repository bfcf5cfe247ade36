import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReader, readRevokedAt } from '@rowright/chain'
import { ackRevocations, openSender, revokeMany } from '@rowright/chain/post'
import { folderBlobStore, recordDeployment, withLock } from '@rowright/db'
import { consentsOf, revoke } from '@rowright/pipeline/consent'
import { orphan, validLicense } from '@rowright/pipeline/license'
import { testChain, testDatabase } from '@rowright/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { follow } from './follower.ts'
import { openSettler, type Settler, sendDue } from './settle.ts'
import {
  closeEpoch,
  DAN,
  fund,
  KEYS,
  newLabeler,
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
const folder = mkdtempSync(join(tmpdir(), 'consents-'))
let scene: Scene
let settler: Settler
const reader = () => openReader(chain.rpcUrl)
const anchors = async () =>
  (await database.pool.query('select root, transaction from consent_anchor order by consent_id')).rows

async function settle(): Promise<void> {
  await follow(database.database, reader(), scene.at, 0)
  await react(scene)
  while ((await sendDue(settler)) > 0) await follow(database.database, reader(), scene.at, 0)
}

beforeAll(async () => {
  const at = chain.deployment
  await database.tx((ctx) =>
    recordDeployment(ctx, { chainId: at.chainId, genesisHash: at.genesisHash, deployment: at }),
  )
  scene = await newScene(
    { database: database.database, blobs: folderBlobStore(folder), rpcUrl: chain.rpcUrl, at },
    { items: 2, labelers: 2 },
  )
  settler = await openSettler(database.database, at, { rpcUrl: chain.rpcUrl, keys: KEYS })
  await putOnChain(scene)
  await fund(scene, 400n)
  await settle()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('[SETTLE-6] nothing is anchored before an answer was accepted; then all in one batch per epoch', async () => {
  expect(await anchors()).toEqual([])
  await work(scene)
  await closeEpoch(scene)
  await settle()
  const made = await anchors()
  expect(made).toHaveLength(2)
  expect(new Set(made.map((one) => one.root)).size).toBe(1)
  await settle()
  expect(await anchors()).toEqual(made)
})

test('[SETTLE-6] an ended consent is public on chain, and a lock opened on chain ends the consent here', async () => {
  const [bo, chen] = scene.labelers as [Scene['labelers'][0], Scene['labelers'][0]]
  const [bos, chens] = await tx(
    scene,
    async (ctx) => [(await consentsOf(ctx, bo.id))[0]!, (await consentsOf(ctx, chen.id))[0]!] as const,
  )
  await tx(scene, (ctx) => revoke(ctx, { poolId: scene.pool.id, consentId: bos.id, secret: bos.secret! }))
  await settle()
  expect(await readRevokedAt(reader(), scene.at, bos.lock as `0x${string}`)).toBeGreaterThan(0n)
  const shown = await database.pool.query('select transaction from revocation where consent_id = $1', [
    bos.id,
  ])
  expect(shown.rows[0].transaction).toMatch(/^0x[0-9a-f]{64}$/)

  const anybody = await openSender(chain.rpcUrl, DAN.privateKey)
  await revokeMany(anybody, scene.at, [chens.secret!])
  await settle()
  const ended = await tx(scene, async (ctx) => (await consentsOf(ctx, chen.id))[0]!)
  expect(ended.revokedAt).not.toBeNull()
})

test('[CON-9, SETTLE-8, LIC-11] ended consents make one revocation epoch, whoever opens it; a licensee acknowledges or lapses', async () => {
  const epochsOf = async () =>
    (
      await database.pool.query(
        'select epoch, count, opened_at, lapses_at from revocation_epoch order by epoch',
      )
    ).rows
  // Both consents ended in the test before; two workers at once opened one epoch for both, or two on two days.
  await settle()
  const opened = await epochsOf()
  expect(opened.reduce((sum, one) => sum + one.count, 0)).toBe(2)
  await settle()
  expect(await epochsOf()).toEqual(opened)

  // An epoch of the very second of the purchase would have to be acknowledged: ties count as revoked.
  await new Promise((wake) => setTimeout(wake, 1_100))
  const licenseId = await sellLicense(scene, 500n)
  await settle()
  const held = (at: Date) =>
    tx(scene, (ctx) => validLicense(ctx, { poolId: scene.pool.id, addresses: [DAN.address], at }))
  expect(await held(new Date())).toMatchObject({ acknowledge: null })

  const { id: dora } = await tx(scene, async (ctx) => {
    const one = await newLabeler(ctx, scene.pool)
    const [given] = await consentsOf(ctx, one.id)
    await ctx.tx.execute(
      `insert into consent_anchor (pool_id, consent_id, root, transaction, block_number)
       values ('${scene.pool.id}', '${given!.id}', '0x00', '0x00', 1)`,
    )
    await revoke(ctx, { poolId: scene.pool.id, consentId: given!.id, secret: given!.secret! })
    return one
  })
  expect(dora).toBeDefined()
  // Two workers at the same moment, each with its own connections: one epoch.
  const other = await openSettler(database.database, scene.at, { rpcUrl: chain.rpcUrl, keys: KEYS })
  const worker = (side: Settler) =>
    withLock(database.database, 'rowright chain', async () => {
      await follow(database.database, reader(), scene.at, 0)
      await sendDue(side)
      await follow(database.database, reader(), scene.at, 0)
    })
  await Promise.all([worker(settler), worker(other)])
  await Promise.all([worker(settler), worker(other)])
  const after = await epochsOf()
  expect(after).toHaveLength(opened.length + 1)
  const due = after.at(-1)!
  expect(due.lapses_at.getTime() - due.opened_at.getTime()).toBe(7 * 86_400_000)

  const late = new Date(due.lapses_at.getTime())
  expect((await held(new Date()))?.acknowledge).toEqual({ epoch: due.epoch, by: due.lapses_at })
  await database.pool.query(`update license set expires_at = expires_at + interval '30 days'`)
  expect(await held(late)).toBeNull()
  const dan = await openSender(chain.rpcUrl, DAN.privateKey)
  await ackRevocations(dan, scene.at, { licenseId, epoch: due.epoch })
  await settle()
  expect(await held(late)).toMatchObject({ acknowledge: null, lapsed: false })
  // The block of the acknowledgment is gone: the license has lapsed again.
  const { rows } = await database.pool.query('select block_number from license_ack')
  await tx(scene, (ctx) => orphan(ctx, Number(rows[0].block_number)))
  expect(await held(late)).toBeNull()
})
