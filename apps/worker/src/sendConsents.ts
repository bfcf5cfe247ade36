import { type Deployment, readRevocationGap } from '@rowright/chain'
import { anchorConsents, openRevocationEpoch, type openSender, revokeMany } from '@rowright/chain/post'
import { type Database, withTx } from '@rowright/db'
import {
  consentBatch,
  lastAnchoredAt,
  markAnchored,
  revocationsToSend,
  takeDueEpochs,
} from '@rowright/pipeline/consent'
import { epochs } from '@rowright/pipeline/reward'
import { consentsToAnchor } from '@rowright/pipeline/settlement'

const SYSTEM = { kind: 'system', name: 'consents' } as const
/** A batch costs the same gas whatever its size; a reveal costs 24,000 gas, and a transaction ends at 16.7 M (EIP-7825). */
const MOST_ANCHORED = 10_000
const MOST_REVEALED = 400

type Sender = Awaited<ReturnType<typeof openSender>>

/** Anchors the consents behind accepted answers, in one batch per epoch. [SETTLE-6] */
export async function sendAnchors(database: Database, at: Deployment, anchorer: Sender): Promise<number> {
  const batch = await withTx(database, SYSTEM, async (ctx) => {
    const [last] = await epochs(ctx)
    const anchoredAt = await lastAnchoredAt(ctx)
    return last && (!anchoredAt || anchoredAt < last.closedAt) ? consentsToAnchor(ctx, MOST_ANCHORED) : []
  })
  if (batch.length === 0) return 0
  const root = consentBatch(batch)
  const sent = await anchorConsents(anchorer, at, root, batch.length)
  // Killed before this line, the same consents are anchored again in another batch: gas is lost, nothing else.
  await withTx(database, SYSTEM, (ctx) =>
    markAnchored(ctx, batch, {
      root,
      transaction: sent.transactionHash,
      blockNumber: Number(sent.blockNumber),
    }),
  )
  return 1
}

/** Makes ends of anchored consents public by their secrets; the follower records them. [SETTLE-6] */
export async function sendRevocations(database: Database, at: Deployment, anchorer: Sender): Promise<number> {
  const due = await withTx(database, SYSTEM, (ctx) => revocationsToSend(ctx, MOST_REVEALED))
  if (due.length === 0) return 0
  await revokeMany(
    anchorer,
    at,
    due.map((one) => one.secret),
  )
  return 1
}

/** Gathers ends of consents into revocation epochs that licensees acknowledge, at most one a pool and day. [SETTLE-8] */
export async function sendRevocationEpochs(
  database: Database,
  at: Deployment,
  anchorer: Sender,
): Promise<number> {
  const gap = await gapOf(anchorer, at)
  const due = await withTx(database, SYSTEM, (ctx) => takeDueEpochs(ctx, gap))
  for (const one of due) await openRevocationEpoch(anchorer, at, { ...one, poolId: one.chainPoolId })
  return due.length
}

/** Fixed at deployment, so it is asked once. */
const gaps = new Map<string, number>()

async function gapOf(anchorer: Sender, at: Deployment): Promise<number> {
  const key = `${at.genesisHash} ${at.consents}`
  const known = gaps.get(key) ?? (await readRevocationGap(anchorer, at))
  gaps.set(key, known)
  return known
}
