import { ChainError, type Deployment, readUndistributed } from '@rowright/chain'
import { activate, claimMany, distribute, openSender, postRoot, publishSnapshot } from '@rowright/chain/post'
import { type Database, withTx } from '@rowright/db'
import { soldOffers } from '@rowright/pipeline/license'
import { markSnapshot, nextSnapshot } from '@rowright/pipeline/release'
import { cashOutBatch, markFailed, markSent, nextToActivate, nextToPost } from '@rowright/pipeline/reward'
import { getGasPrice } from 'viem/actions'
import type { Keys } from './env.ts'
import { EAGER, type RelayPolicy, toRelay } from './relay.ts'
import { sendAcks } from './sendAcks.ts'
import { sendAnchors, sendRevocationEpochs, sendRevocations } from './sendConsents.ts'
import { sendEnds } from './sendRefunds.ts'
import { makeSteps, type Steps } from './steps.ts'

const SYSTEM = { kind: 'system', name: 'settle' } as const

type Sender = Awaited<ReturnType<typeof openSender>>

/** What the chain side of settlement needs; made once. */
export interface Settler {
  database: Database
  at: Deployment
  poster: Sender
  publisher: Sender
  anchorer: Sender
  relayer: Sender
  steps: Steps
  relay: RelayPolicy
}

export async function openSettler(
  database: Database,
  at: Deployment,
  { rpcUrl, keys, relay = EAGER }: { rpcUrl: string; keys: Keys; relay?: RelayPolicy },
): Promise<Settler> {
  const [poster, publisher, anchorer, relayer] = await Promise.all([
    openSender(rpcUrl, keys.poster),
    openSender(rpcUrl, keys.publisher),
    openSender(rpcUrl, keys.anchorer),
    openSender(rpcUrl, keys.relayer),
  ])
  return { database, at, poster, publisher, anchorer, relayer, steps: makeSteps(database.log), relay }
}

/**
 * Sends what is due to the chain: roots, activations, snapshots, claims, consents. What was sent is recorded by the follower,
 * which the caller lets look before: what the chain has is never due. [SETTLE-2, SETTLE-3]
 */
export function sendDue(settler: Settler): Promise<number> {
  return settler.steps({
    'post a root': () => sendRoot(settler),
    'activate a root': () => sendActivation(settler),
    'publish a snapshot': () => sendSnapshot(settler),
    'send claims': () => sendClaims(settler),
    'end campaigns': () => sendEnds(settler.database, settler.at, settler),
    'acknowledge revocations': () => sendAcks(settler.database, settler.at, settler.relayer),
    'anchor consents': () => sendAnchors(settler.database, settler.at, settler.anchorer),
    'show ends of consents': () => sendRevocations(settler.database, settler.at, settler.anchorer),
    'open revocation epochs': () => sendRevocationEpochs(settler.database, settler.at, settler.anchorer),
  })
}

async function sendRoot({ database, at, poster }: Settler): Promise<number> {
  const epoch = await withTx(database, SYSTEM, (ctx) => nextToPost(ctx, { rewards: at.rewards }))
  if (!epoch) return 0
  await distributeRevenue(database, at, poster)
  await postRoot(poster, at, {
    root: epoch.root as `0x${string}`,
    manifestHash: `0x${epoch.manifestSha256}`,
    epoch: BigInt(epoch.number),
    declared: [{ token: at.token, total: epoch.declared }],
  })
  return 1
}

/** License money has to be in the reward contract before an epoch declares it. */
async function distributeRevenue(database: Database, at: Deployment, poster: Sender): Promise<void> {
  const waiting: bigint[] = []
  for (const offerId of await withTx(database, SYSTEM, soldOffers)) {
    if ((await readUndistributed(poster, at, offerId)) > 0n) waiting.push(offerId)
  }
  if (waiting.length > 0) await distribute(poster, at, waiting)
}

async function sendActivation({ database, at, poster }: Settler): Promise<number> {
  const due = await withTx(database, SYSTEM, (ctx) => nextToActivate(ctx))
  if (!due) return 0
  await activate(poster, at)
  return 1
}

async function sendSnapshot({ database, at, publisher }: Settler): Promise<number> {
  const next = await withTx(database, SYSTEM, (ctx) => nextSnapshot(ctx))
  if (!next) return 0
  const { rows } = await database.pool.query<{ weight: string }>(
    'select coalesce(sum(weight_ppm), 0) as weight from release_weight where pool_id = $1 and release_id = $2',
    [next.release.poolId, next.release.id],
  )
  const sent = await publishSnapshot(publisher, at, {
    poolId: next.chainPoolId as `0x${string}`,
    manifestRoot: next.release.merkleRoot as `0x${string}`,
    weightRoot: `0x${next.release.manifestSha256}`,
    totalWeight: BigInt(rows[0]!.weight),
    consentCutoff: BigInt(Math.floor(next.release.publishedAt.getTime() / 1000)),
  })
  await withTx(database, SYSTEM, (ctx) =>
    markSnapshot(ctx, {
      poolId: next.release.poolId,
      releaseId: next.release.id,
      transaction: sent.transactionHash,
    }),
  )
  return 1
}

/** Claims for contributors, who never pay gas. A claim sent twice pays once. */
async function sendClaims({ database, at, relayer, relay }: Settler): Promise<number> {
  const { waiting, now } = await withTx(database, SYSTEM, async (ctx) => ({
    waiting: await cashOutBatch(ctx, 200),
    now: ctx.now(),
  }))
  if (waiting.length === 0) return 0
  const batch = toRelay(waiting, { now, gasPrice: await getGasPrice(relayer), policy: relay })
  if (batch.length === 0) return 0
  const ids = batch.flatMap((one) => one.ids)
  try {
    const sent = await claimMany(relayer, at, batch)
    const transaction = sent.paid[0]?.transactionHash ?? ''
    await withTx(database, SYSTEM, (ctx) => markSent(ctx, ids, transaction))
    return 1
  } catch (error) {
    // A proof that does not hold is one of a root that the chain has lost: it is posted again, and this is then due again.
    const passing = error instanceof ChainError && (error.retryable || error.revertName === 'InvalidProof')
    if (!passing)
      await withTx(database, SYSTEM, (ctx) => markFailed(ctx, ids, String((error as Error).message)))
    throw error
  }
}
