import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReader, readTokenBalance } from '@rowright/chain'
import { DEV_ACCOUNTS } from '@rowright/chain/local'
import { deploy, openSender } from '@rowright/chain/post'
import { openDatabase, recordDeployment, silentLog } from '@rowright/db'
import { imbalance } from '@rowright/pipeline/ledger'
import { compiled, testDatabase } from '@rowright/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalChain, startChain } from '../../../scripts/runtime/chain.ts'
import { until } from '../../worker/src/testing/numbers.ts'
import { fund, KEYS, newScene, putOnChain, type Scene } from '../../worker/src/testing/scene.ts'
import { startWorker } from '../../worker/src/worker.ts'
import { openDoor, type TestDoor } from './testDoor.ts'
import { answerOver, earningsOver, newLabeler } from './testLabeler.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'chain-down-'))
const files = { log: join(folder, 'chain.log'), stateFile: join(folder, 'chain.json') }
let chain: LocalChain
let door: TestDoor
let scene: Scene
let stop: () => Promise<void>

beforeAll(async () => {
  chain = await startChain(files)
  await compiled()
  const { rpcUrl } = chain
  const sender = await openSender(rpcUrl, DEV_ACCOUNTS[0]!.privateKey)
  const { address } = sender.account
  const roles = { admin: address, poster: address, publisher: address, anchorer: address }
  const at = await deploy(sender, { window: 1, ...roles })
  await database.tx((ctx) =>
    recordDeployment(ctx, { chainId: at.chainId, genesisHash: at.genesisHash, deployment: at }),
  )
  door = await openDoor(database, { rpcUrl, deployment: at })
  const { blobs } = door.system
  scene = await newScene(
    { database: database.database, blobs, rpcUrl, at },
    { items: 10, labelers: 0, overlap: 2, holdSeconds: 0 },
  )
  await putOnChain(scene)
  await fund(scene, 2_000n)
  const own = openDatabase(database.url, { log: silentLog, size: 8 })
  const worker = startWorker({
    database: own,
    blobs,
    rpcUrl,
    keys: KEYS,
    epochSeconds: 1,
    confirmations: 0,
    republishSeconds: 60,
    deleteAfterSeconds: 600,
  })
  stop = async () => {
    await worker.stop()
    await own.pool.end()
  }
  await until('slots are open', async () => {
    const { rows } = await database.pool.query('select sum(open_slots)::int as n from task')
    return rows[0].n === 20
  })
})
afterAll(async () => {
  await stop?.()
  await door?.close()
  await chain?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const paidTo = (address: `0x${string}`) => readTokenBalance(openReader(chain.rpcUrl), scene.at.token, address)
const labeler = () => newLabeler(door, database, scene)
const answer = (token: string, limit?: number) => answerOver([door], scene, token, limit)
const earnings = (token: string) => earningsOver(door, token)

test('[SETTLE-5] the chain goes down and comes back: work goes on, nothing is lost, everybody is paid', async () => {
  const bo = await labeler()
  expect(await answer(bo.token, 3)).toBe(3)
  await until('bo can cash out', async () => (await earnings(bo.token)).claimable === '300')

  const port = Number(new URL(chain.rpcUrl).port)
  await chain.stop()
  expect((await door.send('GET', '/healthz')).status).toBe(200)
  const chen = await labeler() // signing in needs no chain
  expect(await answer(bo.token)).toBe(7)
  expect(await answer(chen.token)).toBe(10)
  const asked = await door.send('POST', '/v1/me/cash-outs', { token: bo.token, json: {} })
  expect(asked.status, asked.text).toBe(200)
  await until('the answers are judged and in an epoch', async () => {
    const [one, other] = [await earnings(bo.token), await earnings(chen.token)]
    return one.pending === '700' && other.pending === '1000'
  })
  expect((await earnings(bo.token)).cashOuts).toMatchObject([{ status: 'queued' }])

  chain = await startChain({ ...files, port })
  await until('what bo asked for arrives', async () => (await paidTo(bo.address)) >= 300n)
  for (const who of [bo, chen]) {
    await until('the rest can be cashed out', async () => (await earnings(who.token)).pending === '0')
    await door.send('POST', '/v1/me/cash-outs', { token: who.token, json: {} })
    await until('everybody has 1,000', async () => (await paidTo(who.address)) === 1_000n)
  }
  const { rows } = await database.pool.query(
    'select (select count(*)::int from annotation) as answers, (select count(*)::int from verdict) as verdicts',
  )
  expect(rows).toEqual([{ answers: 20, verdicts: 20 }])
  expect(await database.tx((ctx) => imbalance(ctx))).toBe(0n)
})
