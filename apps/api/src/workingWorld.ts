import { openDatabase, recordDeployment, silentLog } from '@rowright/db'
import type { TestChain, TestDatabase } from '@rowright/testing'
import { until } from '../../worker/src/testing/numbers.ts'
import { fund, KEYS, newScene, putOnChain, type Scene } from '../../worker/src/testing/scene.ts'
import { startWorker } from '../../worker/src/worker.ts'
import { openDoor, type TestDoor } from './testDoor.ts'

/** A front door, a chain and a worker that follow each other, with a funded campaign that anybody may answer. */
export interface WorkingWorld {
  door: TestDoor
  scene: Scene
  stop(): Promise<void>
}

export async function openWorkingWorld(
  database: TestDatabase,
  chain: TestChain,
  of: { items: number; overlap: number },
): Promise<WorkingWorld> {
  const at = chain.deployment
  await database.tx((ctx) =>
    recordDeployment(ctx, { chainId: at.chainId, genesisHash: at.genesisHash, deployment: at }),
  )
  const door = await openDoor(database, { rpcUrl: chain.rpcUrl, deployment: at })
  const { blobs } = door.system
  const place = { database: database.database, blobs, rpcUrl: chain.rpcUrl, at }
  const scene = await newScene(place, { ...of, labelers: 0, holdSeconds: 0 })
  await putOnChain(scene)
  const slots = of.items * of.overlap
  await fund(scene, BigInt(slots) * 100n)
  const own = openDatabase(database.url, { log: silentLog, size: 8 })
  const worker = startWorker({
    database: own,
    blobs,
    rpcUrl: chain.rpcUrl,
    keys: KEYS,
    epochSeconds: 1,
    confirmations: 0,
    republishSeconds: 60,
    deleteAfterSeconds: 600,
  })
  const stop = async () => {
    await worker.stop()
    await own.pool.end()
    await door.close()
  }
  await until('slots are open', async () => {
    const { rows } = await database.pool.query('select sum(open_slots)::int as n from task')
    return rows[0].n === slots
  })
  return { door, scene, stop }
}
