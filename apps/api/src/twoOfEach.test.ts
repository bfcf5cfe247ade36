import { openReader, readTokenBalance } from '@rowright/chain'
import { openDatabase, recordDeployment, silentLog } from '@rowright/db'
import { testChain, testDatabase } from '@rowright/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countsOf, until } from '../../worker/src/testing/numbers.ts'
import { fund, KEYS, newScene, putOnChain, type Scene } from '../../worker/src/testing/scene.ts'
import { startWorker } from '../../worker/src/worker.ts'
import { openDoor, type TestDoor } from './testDoor.ts'
import { answerOver, earningsOver, newLabeler } from './testLabeler.ts'

const database = testDatabase()
const chain = testChain({ window: 1 })
const stops: (() => Promise<void>)[] = []
let doors: [TestDoor, TestDoor]
let scene: Scene

beforeAll(async () => {
  const at = chain.deployment
  await database.tx((ctx) =>
    recordDeployment(ctx, { chainId: at.chainId, genesisHash: at.genesisHash, deployment: at }),
  )
  const options = { rpcUrl: chain.rpcUrl, deployment: at }
  doors = [await openDoor(database, options), await openDoor(database, options)]
  stops.push(doors[0].close, doors[1].close)
  const { blobs } = doors[0].system
  const place = { database: database.database, blobs, rpcUrl: chain.rpcUrl, at }
  scene = await newScene(place, { items: 12, labelers: 0, overlap: 3, holdSeconds: 0 })
  for (let i = 0; i < 2; i++) {
    const own = openDatabase(database.url, { log: silentLog, size: 8 })
    const parts = {
      blobs,
      rpcUrl: chain.rpcUrl,
      keys: KEYS,
      epochSeconds: 1,
      confirmations: 0,
      republishSeconds: 60,
      deleteAfterSeconds: 600,
    }
    const worker = startWorker({ database: own, ...parts })
    stops.unshift(async () => {
      await worker.stop()
      await own.pool.end()
    })
  }
})
afterAll(async () => {
  for (const stop of stops) await stop()
})

test('[SETTLE-4] two workers and two doors, every request through both at once: everything happens once', async () => {
  await putOnChain(scene)
  await fund(scene, 3_600n)
  await until('slots are open', async () => {
    const { rows } = await database.pool.query('select sum(open_slots)::int as n from task')
    return rows[0].n === 36
  })
  const labelers = await Promise.all([1, 2, 3].map((i) => newLabeler(doors[i % 2]!, database, scene)))
  const answered = await Promise.all(labelers.map((one) => answerOver(doors, scene, one.token)))
  expect(answered).toEqual([12, 12, 12])

  await until('everybody is paid', async () => {
    const left = await Promise.all(
      labelers.map(async ({ token }) => {
        const { paid } = await earningsOver(doors[0], token)
        if (paid !== '1200')
          await Promise.all(doors.map((door) => door.send('POST', '/v1/me/cash-outs', { token, json: {} })))
        return paid
      }),
    )
    return left.every((paid) => paid === '1200')
  })
  const reader = openReader(chain.rpcUrl)
  for (const { address } of labelers)
    expect(await readTokenBalance(reader, scene.at.token, address)).toBe(1_200n)
  const counts = await countsOf(scene)
  expect(counts).toMatchObject({
    verdicts: '36',
    claimed: '3600',
    declared: '3600',
    funded: '3600',
    imbalance: '0',
  })
  const { rows } = await database.pool.query(
    `select (select count(*)::int from annotation) as answers, (select count(distinct (task_id, person_id))::int from annotation) as pairs,
       (select count(*)::int from transfer where reason = 'accepted') as paid`,
  )
  expect(rows).toEqual([{ answers: 36, pairs: 36, paid: 36 }])
  expect(doors.flatMap((door) => door.faults)).toEqual([])
})
