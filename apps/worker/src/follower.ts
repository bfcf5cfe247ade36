import { type ChainEvent, type Deployment, followLogs, type Reader } from '@rowright/chain'
import { type Ctx, chainBlock, type Database, emit, withTx } from '@rowright/db'
import { closeOffer, orphan, record, recordOffer } from '@rowright/pipeline/license'
import { raiseFlag } from '@rowright/pipeline/people'
import { orphanFunding, poolByChainId, recordFunding, recordPoolCreated } from '@rowright/pipeline/pool'
import { markActivated, markPosted, orphanClaims, orphanEpochs, recordClaim } from '@rowright/pipeline/reward'
import { bytes32ToUuid } from '@rowright/protocol'
import { and, desc, eq, gt, sql } from 'drizzle-orm'
import { getBlock, getBlockNumber } from 'viem/actions'

const SYSTEM = { kind: 'system', name: 'follower' } as const
/** Blocks read in one request and recorded in one transaction. */
const RANGE = 1_000

export interface Followed {
  /** Number of the last block that was read. */
  block: number
  events: number
}

/**
 * Reads new blocks and records what happened in them, in order, each range in one transaction with the place it
 * ends. When the chain went backwards it first rewinds to the last block both know. Callers hold a lock.
 */
export async function follow(
  database: Database,
  client: Reader,
  at: Deployment,
  confirmations: number,
): Promise<Followed> {
  const head = Number(await getBlockNumber(client, { cacheTime: 0 })) - confirmations
  let from = await commonAncestor(database, client, at)
  let events = 0
  while (from < head) {
    const to = Math.min(head, from + RANGE)
    const block = await getBlock(client, { blockNumber: BigInt(to) })
    const found = await followLogs(client, at, BigInt(from + 1), BigInt(to))
    const times = await blockTimes(client, found)
    await withTx(database, SYSTEM, async (ctx) => {
      for (const event of found) await apply(ctx, at, event, times)
      await ctx.tx
        .insert(chainBlock)
        .values({ genesisHash: at.genesisHash, number: to, hash: block.hash! })
        .onConflictDoNothing()
      // Hashes are for noticing that the chain went back; a few hundred places are plenty.
      await ctx.tx.execute(
        sql`delete from chain_block where genesis_hash = ${at.genesisHash} and number < ${to - 100_000}`,
      )
    })
    events += found.length
    from = to
  }
  return { block: from, events }
}

/** The last block that we read and the chain still has; what was recorded after it is taken back. */
async function commonAncestor(database: Database, client: Reader, at: Deployment): Promise<number> {
  const known = await withTx(database, SYSTEM, (ctx) =>
    ctx.tx
      .select()
      .from(chainBlock)
      .where(eq(chainBlock.genesisHash, at.genesisHash))
      .orderBy(desc(chainBlock.number))
      .limit(5_000),
  )
  const start = at.block - 1
  for (const [i, place] of known.entries()) {
    const block = await getBlock(client, { blockNumber: BigInt(place.number) }).catch(() => null)
    if (block?.hash !== place.hash) continue
    if (i > 0) await rewind(database, at, place.number)
    return place.number
  }
  if (known.length > 0) await rewind(database, at, start)
  return start
}

async function rewind(database: Database, at: Deployment, ancestor: number): Promise<void> {
  database.log.warn('the chain went backwards', { rewindTo: ancestor })
  await withTx(database, SYSTEM, async (ctx) => {
    const from = ancestor + 1
    const counts = {
      fundings: await orphanFunding(ctx, from),
      licenses: await orphan(ctx, from),
      claims: await orphanClaims(ctx, from),
    }
    await orphanEpochs(ctx, from)
    await ctx.tx
      .delete(chainBlock)
      .where(and(eq(chainBlock.genesisHash, at.genesisHash), gt(chainBlock.number, ancestor)))
    await raiseFlag(ctx, {
      kind: 'chain-went-back',
      subject: at.genesisHash,
      evidence: { rewindTo: ancestor, ...counts },
    })
  })
}

/** Times of the blocks of purchases, which start a license's term. */
async function blockTimes(client: Reader, events: ChainEvent[]): Promise<Map<bigint, Date>> {
  const numbers = new Set(
    events.filter((event) => event.name === 'LicensePurchased').map((event) => event.blockNumber),
  )
  const blocks = await Promise.all([...numbers].map((blockNumber) => getBlock(client, { blockNumber })))
  return new Map(blocks.map((block) => [block.number, new Date(Number(block.timestamp) * 1000)]))
}

async function apply(ctx: Ctx, at: Deployment, event: ChainEvent, times: Map<bigint, Date>): Promise<void> {
  const place = {
    transaction: event.transactionHash,
    logIndex: event.logIndex,
    blockNumber: Number(event.blockNumber),
  }
  const ours = (token: string) => token.toLowerCase() === at.token.toLowerCase()
  switch (event.name) {
    case 'PoolCreated': {
      const poolId = bytes32ToUuid(event.args.salt)
      if (poolId && ours(event.args.token))
        await recordPoolCreated(ctx, { poolId, owner: event.args.owner, chainPoolId: event.args.poolId })
      return
    }
    case 'CampaignFunded': {
      const poolId = await poolByChainId(ctx, event.args.poolId)
      const campaignId = bytes32ToUuid(event.args.campaignId)
      if (!poolId || !campaignId || !ours(event.args.token)) return
      const { funder, amount } = event.args
      if (await recordFunding(ctx, { ...place, poolId, campaignId, funder, amount }))
        await emit(ctx, 'campaign.funded', poolId, { campaignId })
      return
    }
    case 'OfferAdded': {
      const poolId = await poolByChainId(ctx, event.args.poolId)
      if (!poolId) return
      const { offerId, price, duration, purposes, licenseeClass, termsHash } = event.args
      await recordOffer(ctx, {
        poolId,
        offerId: String(offerId),
        price,
        durationSeconds: Number(duration),
        purposeMask: purposes,
        licenseeClass,
        termsHash: termsHash.slice(2),
        blockNumber: place.blockNumber,
      })
      return
    }
    case 'OfferClosed':
      return closeOffer(ctx, { offerId: String(event.args.offerId), blockNumber: place.blockNumber })
    case 'LicensePurchased': {
      const poolId = await poolByChainId(ctx, event.args.poolId)
      if (!poolId) return
      const { licenseId, offerId, licensee, payer, price, treasury, contributors, expiresAt } = event.args
      await record(ctx, {
        ...place,
        poolId,
        licenseId: String(licenseId),
        offerId: String(offerId),
        licensee,
        payer,
        price,
        treasury,
        contributors,
        expiresAt: new Date(Number(expiresAt) * 1000),
        boughtAt: times.get(event.blockNumber)!,
      })
      return
    }
    case 'RootPosted': {
      const { epoch, root, activatesAt } = event.args
      await markPosted(ctx, {
        ...place,
        epoch: Number(epoch),
        root,
        activatesAt: new Date(Number(activatesAt) * 1000),
      })
      return
    }
    case 'RootActivated':
      await markActivated(ctx, {
        epoch: Number(event.args.epoch),
        root: event.args.root,
        blockNumber: place.blockNumber,
      })
      return
    case 'Claimed': {
      const { account, token, amount, cumulative } = event.args
      if (ours(token)) await recordClaim(ctx, { ...place, address: account, amount, cumulative })
      return
    }
    default:
      return
  }
}
