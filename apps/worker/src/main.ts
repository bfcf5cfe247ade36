import { type Deployment, openReader } from '@rowright/chain'
import {
  currentDeployment,
  drainOutbox,
  folderBlobStore,
  jsonLog,
  openDatabase,
  withLock,
  withTx,
} from '@rowright/db'
import { expire } from '@rowright/pipeline/labeling'
import { raiseFlag } from '@rowright/pipeline/people'
import { due, judge } from '@rowright/pipeline/settlement'
import { getBalance } from 'viem/actions'
import { clock } from './clock.ts'
import { readEnv } from './env.ts'
import { follow } from './follower.ts'
import { reactions, type Wishes } from './reactions.ts'
import { closeDueEpoch, openSettler, relayerIsLow, type Settler, sendDue } from './settle.ts'

/** The worker: reactions, clock, chain follower, settlement. Any number of them may run. */
const env = readEnv(process.env)
const log = jsonLog('worker')
const database = openDatabase(env.DATABASE_URL, { log, size: 8 })
const blobs = folderBlobStore(env.BLOB_STORE)
const SYSTEM = { kind: 'system', name: 'worker' } as const
const wishes: Wishes = { lookAtChain: false, closeEpoch: false }

let settler: Settler | undefined
async function chainSide(): Promise<Settler | undefined> {
  if (settler) return settler
  const found = await withTx(database, SYSTEM, currentDeployment)
  if (found) settler = await openSettler(database, blobs, found.deployment as Deployment, env)
  return settler
}
const reader = openReader(env.RPC_URL)

const loops = clock(log)
const react = reactions(wishes)
loops.every(250, 'outbox', () => drainOutbox(database, react))
loops.every(1_000, 'expire', () => withTx(database, SYSTEM, (ctx) => expire(ctx)))
loops.every(1_000, 'judge', async () => {
  const labelers = await withTx(database, SYSTEM, (ctx) => due(ctx))
  for (const labeler of labelers) await withTx(database, SYSTEM, (ctx) => judge(ctx, labeler))
  return labelers.length
})
// One worker at a time reads and writes the chain: order matters there, and nonces are of one sender.
loops.every(500, 'chain', async () => {
  const side = await chainSide()
  if (!side) return 0
  const done = await withLock(database, 'rowright chain', async () => {
    const followed = await follow(database, reader, side.at, env.CONFIRMATIONS)
    const asked = wishes.closeEpoch
    wishes.closeEpoch = false
    const closed = await closeDueEpoch(side, env.EPOCH_SECONDS, asked)
    const sent = await sendDue(side)
    if (sent > 0) await follow(database, reader, side.at, env.CONFIRMATIONS)
    return followed.events + Number(closed) + sent
  })
  return done ?? 0
})
loops.every(60_000, 'relayer', async () => {
  const side = await chainSide()
  const low = side && (await relayerIsLow(side, (address) => getBalance(reader, { address })))
  if (low == null) return 0
  await withTx(database, SYSTEM, (ctx) =>
    raiseFlag(ctx, {
      kind: 'relayer-low',
      subject: side!.relayer.account.address,
      evidence: { balanceWei: String(low) },
    }),
  )
  return 0
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    loops
      .stop()
      .then(() => database.pool.end())
      .then(() => process.exit(0))
  })
}
log.info('working', { epochSeconds: env.EPOCH_SECONDS })
