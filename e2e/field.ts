import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { folderBlobStore, openDatabase, silentLog } from '@rowright/db'
import { openGuard } from '@rowright/guard'
import { memoryStore, openJournal, openListings, openLooks } from '@rowright/node'
import { userAgentOf } from '@rowright/protocol'
import { goTo, type World } from '@rowright/testing/world'
import { openFileStore } from '../apps/node/src/fileStore.ts'
import { openIdentity } from '../apps/node/src/identity.ts'
import { pair, runNode } from '../apps/node/src/run.ts'
import { openTestInternet, type TestInternet } from '../apps/node/src/testing/testInternet.ts'
import { turnsOf } from '../apps/worker/src/collecting.ts'
import { readEnv } from '../apps/worker/src/env.ts'
import { startWorker } from '../apps/worker/src/worker.ts'
import { temporaryFolder } from '../scripts/runtime/temporary.ts'
import { startThrowawaySystem } from '../scripts/runtime/throwaway.ts'

/** A system of its own whose worker and nodes see an internet of tests: all else of it is as everywhere. */
export interface Field {
  world: World
  internet: TestInternet
  /** A headless node of whoever has the code; it works until the field is closed. */
  runNode(code: string): Promise<void>
  close(): Promise<void>
}

const sleep = (milliseconds: number) => new Promise<void>((wake) => setTimeout(wake, milliseconds))

/** Starts it, and makes it the system that this process tests. @param env variables of its applications. */
export async function openField(env: Record<string, string> = {}): Promise<Field> {
  const [system, internet] = await Promise.all([
    startThrowawaySystem({ purpose: 'field', counts: { worker: 0 }, demo: false, env }),
    openTestInternet(),
  ])
  const { url, stewardUrl, databaseUrl, rpcUrl, dataDir } = system
  const goBack = goTo({ url, stewardUrl, databaseUrl, rpcUrl, dataDir })
  const database = openDatabase(databaseUrl, { log: silentLog, size: 8 })
  const settings = readEnv({
    DATABASE_URL: databaseUrl,
    RPC_URL: rpcUrl,
    BLOB_STORE: join(dataDir, 'blobs'),
    KEYS_DIR: join(dataDir, 'keys'),
    PUBLIC_URL: url,
    AUTH_SECRET: 'unused'.repeat(8),
    EPOCH_SECONDS: '30',
  })
  const eyes = {
    fetcher: openGuard({ userAgent: userAgentOf(url), wires: internet.wires }),
    journal: openJournal(memoryStore()),
    now: Date.now,
    takeTurn: turnsOf(database),
    sleep,
  }
  const worker = startWorker({
    ...{ database, blobs: folderBlobStore(settings.BLOB_STORE), rpcUrl, keys: settings.keys },
    epochSeconds: settings.EPOCH_SECONDS,
    confirmations: settings.CONFIRMATIONS,
    republishSeconds: settings.REPUBLISH_SECONDS,
    deleteAfterSeconds: settings.DELETE_AFTER_SECONDS,
    fetchPage: openLooks(eyes),
    readListing: openListings(eyes),
  })
  const stop = new AbortController()
  const nodes: Promise<void>[] = []
  const folders: string[] = []
  return {
    world: { url, stewardUrl, databaseUrl, rpcUrl, dataDir },
    internet,
    async runNode(code) {
      const folder = await temporaryFolder('node')
      folders.push(folder)
      const [store, node] = [await openFileStore(folder), await openIdentity(folder)]
      const pairing = await pair({ url, code, name: 'headless', node })
      const journal = openJournal(store)
      await journal.setPairing(pairing)
      await journal.setSettings({ ...(await journal.settings()), on: true, mode: 'automatic' })
      const { signal } = stop
      nodes.push(runNode({ store, pairing, node, say: () => {}, signal, wires: internet.wires }))
    },
    async close() {
      stop.abort()
      await Promise.all(nodes)
      await worker.stop()
      await database.pool.end()
      await internet.close()
      await system.stop()
      goBack()
      for (const folder of folders) await rm(folder, { recursive: true, force: true })
    },
  }
}
