import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReader, readRevokedAt } from '@rowright/chain'
import { openSender, revokeMany } from '@rowright/chain/post'
import { folderBlobStore, recordDeployment } from '@rowright/db'
import { consentsOf, revoke } from '@rowright/pipeline/consent'
import { testChain, testDatabase } from '@rowright/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { follow } from './follower.ts'
import { openSettler, type Settler, sendDue } from './settle.ts'
import {
  closeEpoch,
  DAN,
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
