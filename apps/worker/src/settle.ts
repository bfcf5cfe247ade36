import { type Deployment, readUndistributed } from '@rowright/chain'
import { activate, claimMany, distribute, openSender, postRoot, publishSnapshot } from '@rowright/chain/post'
import { type BlobStore, type Database, withTx } from '@rowright/db'
import { refit } from '@rowright/pipeline/consensus'
import { markSnapshot, nextSnapshot } from '@rowright/pipeline/release'
import {
  cashOutBatch,
  closeEpoch,
  epochs,
  markFailed,
  markSent,
  nextToActivate,
  nextToPost,
} from '@rowright/pipeline/reward'
import type { Env } from './env.ts'

const SYSTEM = { kind: 'system', name: 'settle' } as const

type Sender = Awaited<ReturnType<typeof openSender>>

/** What the chain side of settlement needs; made once. */
export interface Settler {
  database: Database
  blobs: BlobStore
  at: Deployment
  poster: Sender
  publisher: Sender
  relayer: Sender
}

export async function openSettler(
  database: Database,
  blobs: BlobStore,
  at: Deployment,
  env: Env,
): Promise<Settler> {
  const [poster, publisher, relayer] = await Promise.all([
    openSender(env.RPC_URL, env.keys.poster),
    openSender(env.RPC_URL, env.keys.publisher),
    openSender(env.RPC_URL, env.keys.relayer),
  ])
  return { database, blobs, at, poster, publisher, relayer }
}

/** Closes the epoch when its time has come. Results of open campaigns are refitted once per epoch, here. */
export async function closeDueEpoch(
  { database, blobs, at }: Settler,
  epochSeconds: number,
  asked: boolean,
): Promise<boolean> {
  const isDue = await withTx(database, SYSTEM, async (ctx) => {
    const last = (await epochs(ctx))[0]
    return asked || !last || ctx.now().getTime() - last.closedAt.getTime() >= epochSeconds * 1000
  })
  if (!isDue) return false
  await refitOpenCampaigns(database)
  const deployed = { chainId: at.chainId, rewards: at.rewards, token: at.token }
  const closed = await withTx(database, SYSTEM, (ctx) => closeEpoch(ctx, blobs, deployed))
  if (closed)
    database.log.info('epoch closed', {
      number: closed.number,
      work: String(closed.work),
      revenue: String(closed.revenue),
    })
  return closed !== null
}

async function refitOpenCampaigns(database: Database): Promise<void> {
  const { rows } = await database.pool.query<{ pool_id: string; id: string }>(
    `select c.pool_id, c.id from campaign c where c.status in ('open', 'paused') and exists (
       select 1 from annotation a where a.pool_id = c.pool_id and a.campaign_id = c.id and a.submitted_at > coalesce(
         (select max(r.at) from refit r where r.pool_id = c.pool_id and r.campaign_id = c.id), '-infinity'))`,
  )
  for (const row of rows)
    await withTx(database, SYSTEM, (ctx) => refit(ctx, { poolId: row.pool_id, campaignId: row.id }))
}

/** Sends what is due to the chain: roots, activations, snapshots, claims. What was sent is recorded by the follower. */
export async function sendDue(settler: Settler): Promise<number> {
  return (
    (await sendRoot(settler)) +
    (await sendActivation(settler)) +
    (await sendSnapshot(settler)) +
    (await sendClaims(settler))
  )
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
  const { rows } = await database.pool.query<{ offer_id: string }>(
    'select distinct l.offer_id from license l where l.orphaned_at is null',
  )
  const waiting: bigint[] = []
  for (const row of rows) {
    const left = await readUndistributed(poster, at, BigInt(row.offer_id))
    if (left > 0n) waiting.push(BigInt(row.offer_id))
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
async function sendClaims({ database, at, relayer }: Settler): Promise<number> {
  const batch = await withTx(database, SYSTEM, (ctx) => cashOutBatch(ctx, 200))
  if (batch.length === 0) return 0
  const ids = batch.flatMap((one) => one.ids)
  try {
    const sent = await claimMany(relayer, at, batch)
    const transaction = sent.paid[0]?.transactionHash ?? ''
    await withTx(database, SYSTEM, (ctx) => markSent(ctx, ids, transaction))
    return 1
  } catch (error) {
    const retryable = (error as { retryable?: boolean }).retryable === true
    if (!retryable)
      await withTx(database, SYSTEM, (ctx) => markFailed(ctx, ids, String((error as Error).message)))
    throw error
  }
}

/** Whether the relayer can pay for what is ahead; below 0.05 ETH a steward is told. */
export async function relayerIsLow(
  { relayer }: Settler,
  balance: (address: `0x${string}`) => Promise<bigint>,
): Promise<bigint | null> {
  const wei = await balance(relayer.account.address)
  return wei < 50_000_000_000_000_000n ? wei : null
}
