import { folderBlobStore, jsonLog, openDatabase } from '@rowright/db'
import { openGuard } from '@rowright/guard'
import { memoryStore, openJournal, openListings, openLooks, openSources } from '@rowright/node'
import { userAgentOf } from '@rowright/protocol'
import { turnsOf } from './collecting.ts'
import { readEnv } from './env.ts'
import { startWorker } from './worker.ts'

const env = readEnv()
const log = jsonLog('worker')
const database = openDatabase(env.DATABASE_URL, { log, size: 8 })
/** How the instance asks for pages and lists of pages itself; what a site permits is remembered for both. */
const eyes = {
  fetcher: openGuard({ userAgent: userAgentOf(env.PUBLIC_URL) }),
  journal: openJournal(memoryStore()),
  now: Date.now,
  takeTurn: turnsOf(database),
  sleep: (milliseconds: number) => new Promise<void>((wake) => setTimeout(wake, milliseconds)),
}
const worker = startWorker({
  database,
  blobs: folderBlobStore(env.BLOB_STORE),
  rpcUrl: env.RPC_URL,
  keys: env.keys,
  epochSeconds: env.EPOCH_SECONDS,
  confirmations: env.CONFIRMATIONS,
  relay: {
    batch: env.RELAY_BATCH,
    timesGas: env.RELAY_TIMES_GAS,
    longestWait: env.RELAY_LONGEST_WAIT,
    tokenPerEther: env.TOKEN_PER_ETHER,
  },
  webhooks: { secret: env.AUTH_SECRET, local: env.ROWRIGHT_PROFILE === 'local' },
  republishSeconds: env.REPUBLISH_SECONDS,
  deleteAfterSeconds: env.DELETE_AFTER_SECONDS,
  fetchPage: openLooks(eyes),
  readListing: openListings(eyes),
  askSource: openSources(eyes),
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    worker
      .stop()
      .then(() => database.pool.end())
      .then(() => process.exit(0))
  })
}
log.info('working', { epochSeconds: env.EPOCH_SECONDS })
