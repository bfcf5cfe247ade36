import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReader } from '@rowright/chain'
import { mintTestDollars, openRevocationEpoch, openSender } from '@rowright/chain/post'
import { folderBlobStore, recordDeployment } from '@rowright/db'
import { dueAcks } from '@rowright/pipeline/license'
import { testChain, testDatabase } from '@rowright/testing'
import type { Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { follow } from '../../worker/src/follower.ts'
import { openSettler, type Settler, sendDue } from '../../worker/src/settle.ts'
import { DAN, KEYS, newScene, putOnChain, type Scene, sellLicense } from '../../worker/src/testing/scene.ts'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf, type Someone, someone } from './testWorld.ts'

const database = testDatabase()
const chain = testChain()
const folder = mkdtempSync(join(tmpdir(), 'kept-ack-'))
let door: TestDoor
let scene: Scene
let settler: Settler
const seen = () => follow(database.database, openReader(chain.rpcUrl), scene.at, 0)

beforeAll(async () => {
  const { rpcUrl, deployment: at } = chain
  await database.tx((ctx) =>
    recordDeployment(ctx, { chainId: at.chainId, genesisHash: at.genesisHash, deployment: at }),
  )
  const blobs = folderBlobStore(folder)
  scene = await newScene({ database: database.database, blobs, rpcUrl, at }, { items: 1, labelers: 1 })
  settler = await openSettler(database.database, at, { rpcUrl, keys: KEYS })
  await putOnChain(scene)
  door = await openDoor(database, { rpcUrl, deployment: at, blobs: folder })
})
afterAll(async () => {
  await door.close()
  expect(door.faults).toEqual([])
  rmSync(folder, { recursive: true, force: true })
})

interface Held {
  id: string
  kept: boolean
  acknowledge: { epoch: number; askedAt: string | null } | null
}
const licensesOf = async (who: Someone) =>
  (await door.send<{ items: Held[] }>('GET', '/v1/licenses', { token: who.token })).json.items
const acknowledge = (licenseId: string, who: Someone) =>
  door.send<{ epoch: number; askedAt: string }>('POST', `/v1/licenses/${licenseId}/acknowledgment`, {
    token: who.token,
    json: {},
  })

test('[LIC-15, SETTLE-11] a buyer by invoice acknowledges without a wallet: the kept address signs, the relayer sends it once', async () => {
  const firm = await someone(door, database, 'a firm')
  const dan = await someone(door, database, 'dan', DAN.address)
  const wallet = await openSender(chain.rpcUrl, DAN.privateKey)
  const ofDan = String(await sellLicense(scene, 500n))
  await seen()
  const { rows } = await database.pool.query<{ id: string }>('select id from offer')
  const quoted = await door.send<{ payment: Record<'approve' | 'transaction', { to: Hex; data: Hex }> }>(
    'POST',
    '/v1/quotes',
    { token: firm.token, json: { poolId: scene.pool.id, offerId: rows[0]!.id, invoice: true } },
  )
  expect(quoted.status, quoted.text).toBe(201)
  await mintTestDollars(wallet, scene.at, DAN.address, 500n)
  for (const { to, data } of [quoted.json.payment.approve, quoted.json.payment.transaction]) {
    const hash = await wallet.sendTransaction({ to, data, chain: null, account: wallet.account })
    await wallet.waitForTransactionReceipt({ hash, pollingInterval: 50 })
  }
  await seen()
  const [mine] = await licensesOf(firm)
  expect(mine).toMatchObject({ kept: true, acknowledge: null })
  expect(problemOf(await acknowledge(mine!.id, firm))).toMatchObject({
    code: 'license/nothing-to-acknowledge',
    status: 409,
  })

  // An epoch of the very second of the purchase is none that it has to acknowledge.
  await new Promise((wake) => setTimeout(wake, 1_100))
  const anchorer = await openSender(chain.rpcUrl, KEYS.anchorer)
  const epoch = { poolId: scene.chainPoolId, root: `0x${'1'.repeat(64)}` as const, count: 1 }
  await openRevocationEpoch(anchorer, scene.at, epoch)
  await seen()
  expect((await licensesOf(firm))[0]!.acknowledge).toMatchObject({ askedAt: null })
  expect(problemOf(await acknowledge(ofDan, dan))).toMatchObject({ code: 'license/not-kept', status: 409 })
  expect(problemOf(await acknowledge(mine!.id, dan))).toMatchObject({
    code: 'license/unknown-license',
    status: 404,
  })
  const asked = await acknowledge(mine!.id, firm)
  expect(asked.status, asked.text).toBe(200)
  expect((await acknowledge(mine!.id, firm)).json, 'said again').toEqual(asked.json)
  expect((await licensesOf(firm))[0]!.acknowledge).toMatchObject(asked.json)

  expect(await database.tx(dueAcks)).toHaveLength(1)
  await sendDue(settler)
  // Before the follower has looked, another worker sends it again: the chain has it, and nothing fails.
  await sendDue(settler)
  await seen()
  expect(await licensesOf(firm)).toMatchObject([{ id: mine!.id, acknowledge: null }])
  expect(await database.tx(dueAcks)).toEqual([])
  const acks = await database.pool.query('select license_id, epoch from license_ack')
  expect(acks.rows).toEqual([{ license_id: mine!.id, epoch: asked.json.epoch }])
  expect((await licensesOf(dan)).find(({ id }) => id === ofDan)!.acknowledge, 'nobody else’s').not.toBeNull()
})
