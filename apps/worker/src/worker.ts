import { type Deployment, openReader } from '@rowright/chain'
import { type BlobStore, currentDeployment, type Database, drainOutbox, withLock, withTx } from '@rowright/db'
import {
  type AskSource,
  expireLeases,
  type FetchPage,
  lookAtSuspects,
  type ReadListing,
  refreshDue,
  settleCollections,
} from '@rowright/pipeline/collect'
import { adaptiveCampaigns, dueRefits } from '@rowright/pipeline/consensus'
import { publishFiles } from '@rowright/pipeline/export'
import { expire } from '@rowright/pipeline/labeling'
import { numberChanges, republishNext, withdrawExpired } from '@rowright/pipeline/release'
import { queueNews, type Sending, sendMessages } from '@rowright/pipeline/webhook'
import { decideTasks, eachCampaign, refitAndCarryOn } from './campaigns.ts'
import { clock } from './clock.ts'
import { closeDueEpoch } from './closeEpoch.ts'
import { askNextSource, finalizeAll, lookNext, readNextSeed } from './collecting.ts'
import type { Keys } from './env.ts'
import { follow } from './follower.ts'
import { checkAllByOthers, finishRejections, judgeDue, tendAppeals, tryAllGold } from './judging.ts'
import { reactions } from './reactions.ts'
import { readers, readNext } from './read.ts'
import type { RelayPolicy } from './relay.ts'
import { openSettler, type Settler, sendDue } from './settle.ts'
import { watchRelayer } from './watchRelayer.ts'

export interface WorkerParts {
  database: Database
  blobs: BlobStore
  rpcUrl: string
  keys: Keys
  epochSeconds: number
  /** When claims are worth their gas. */
  relay?: RelayPolicy
  /** Blocks that must lie on top before an event counts. */
  confirmations: number
  /** Seconds that revocations are gathered before a withdrawn release gets its successor. */
  republishSeconds: number
  /** How news are sent to buyers' programs; without it none are. */
  webhooks?: Sending
  /** Seconds that holders of a withdrawn release have to replace it; then its files are gone. */
  deleteAfterSeconds: number
  /** How collected pages are looked at again; without it nobody is checked, and newcomers wait. */
  fetchPage?: FetchPage
  /** How sitemaps and feeds are read; without it they stay unread. */
  readListing?: ReadListing
  /** How the sources of clips are asked; without it no clip becomes an item. */
  askSource?: AskSource
}

const SYSTEM = { kind: 'system', name: 'worker' } as const

/** Starts the loops of a worker: reactions, clock, chain follower, settlement. Any number of workers may run. */
export function startWorker(parts: WorkerParts): { stop(): Promise<void> } {
  const { database, blobs, epochSeconds, confirmations } = parts
  const reader = openReader(parts.rpcUrl)
  const chainSide = settlerOf(parts)
  const loops = clock(database.log)
  const react = reactions(blobs)
  const reading = readers()

  loops.every(250, 'outbox', () => drainOutbox(database, react))
  loops.every(1_000, 'expire', () => withTx(database, SYSTEM, (ctx) => expire(ctx)))
  loops.every(1_000, 'leases', () => withTx(database, SYSTEM, (ctx) => expireLeases(ctx)))
  const { fetchPage, readListing, askSource } = parts
  if (fetchPage) loops.every(250, 'looks', () => lookNext(database, fetchPage))
  if (readListing) loops.every(1_000, 'seeds', () => readNextSeed(database, readListing))
  if (askSource) loops.every(250, 'clips', () => askNextSource(database, askSource))
  loops.every(10_000, 'pages again', () => withTx(database, SYSTEM, refreshDue))
  loops.every(10_000, 'node pay', () => finalizeAll(database))
  loops.every(10_000, 'suspects', () => withTx(database, SYSTEM, lookAtSuspects))
  loops.every(60_000, 'collections', () => withTx(database, SYSTEM, settleCollections))
  loops.every(1_000, 'judge', () => judgeDue(database))
  loops.every(1_000, 'rejections', () => finishRejections(database))
  loops.every(5_000, 'appeals', () => tendAppeals(database))
  loops.every(60_000, 'control tasks', () => tryAllGold(database))
  loops.every(10_000, 'checks by others', () => checkAllByOthers(database))
  loops.every(500, 'changes', () => withTx(database, SYSTEM, (ctx) => numberChanges(ctx, parts)))
  loops.every(10_000, 'expired consents', () =>
    withTx(database, SYSTEM, (ctx) => withdrawExpired(ctx, parts)),
  )
  loops.every(1_000, 'republish', async () => {
    const waited = { waitSeconds: parts.republishSeconds }
    return (await withTx(database, SYSTEM, (ctx) => republishNext(ctx, blobs, waited))) ? 1 : 0
  })
  loops.every(500, 'news', () => withTx(database, SYSTEM, (ctx) => queueNews(ctx)))
  const { webhooks } = parts
  if (webhooks) loops.every(500, 'webhooks', () => sendMessages(database, webhooks))
  loops.every(1_000, 'files', () => publishFiles(database, blobs))
  loops.every(1_000, 'read', () => readNext(database, blobs, reading.read))
  // What an answer means for a task, a refit, a cluster's share: off the hot path, each campaign in its own transaction.
  loops.every(250, 'decide', () => eachCampaign(database, adaptiveCampaigns, decideTasks))
  loops.every(1_000, 'refit', () => eachCampaign(database, dueRefits, refitAndCarryOn))
  // A due epoch in which nothing is yet is looked at again after a tenth of its time: looking reads all that is open.
  const betweenLooks = Math.min(60_000, Math.max(500, epochSeconds * 100))
  loops.every(betweenLooks, 'epoch', () => closeDueEpoch(database, blobs, epochSeconds))
  // One worker at a time reads and writes the chain: order matters there, and nonces are of one sender.
  loops.every(500, 'chain', async () => {
    const done = await withLock(database, 'rowright chain', async () => {
      const side = await chainSide()
      if (!side) return 0
      const followed = await follow(database, reader, side.at, confirmations)
      const sent = await sendDue(side)
      if (sent > 0) await follow(database, reader, side.at, confirmations)
      return followed.events + sent
    })
    return done ?? 0
  })
  loops.every(60_000, 'relayer', async () => {
    const side = await chainSide()
    if (side) await watchRelayer(side)
    return 0
  })
  return {
    async stop() {
      await loops.stop()
      await reading.close()
    },
  }
}

/** The chain side for the deployment in force, opened again when that is another one; null before the first. */
function settlerOf({ database, rpcUrl, keys, relay }: WorkerParts): () => Promise<Settler | null> {
  let known: Settler | null = null
  return async () => {
    const found = await withTx(database, SYSTEM, currentDeployment)
    if (!found) return null
    const at = found.deployment as Deployment
    if (known && JSON.stringify(known.at) === JSON.stringify(at)) return known
    known = await openSettler(database, at, { rpcUrl, keys, ...(relay ? { relay } : {}) })
    return known
  }
}
