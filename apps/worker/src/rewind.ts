import { ChainError, type Deployment, type Reader, readPool } from '@rowright/chain'
import { type Database, forgetAfter, withTx } from '@rowright/db'
import { orphanAnchors } from '@rowright/pipeline/consent'
import { orphan } from '@rowright/pipeline/license'
import { raiseFlag } from '@rowright/pipeline/people'
import { orphanFunding, orphanPools, orphanRefunds, orphanTerms, poolsOnChain } from '@rowright/pipeline/pool'
import { markSnapshot, snapshotsOnChain } from '@rowright/pipeline/release'
import { orphanClaims, orphanEpochs } from '@rowright/pipeline/reward'
import { TransactionReceiptNotFoundError } from 'viem'
import { getTransactionReceipt } from 'viem/actions'

const SYSTEM = { kind: 'system', name: 'follower' } as const

/**
 * Takes back what blocks after `ancestor` said, in one transaction; what the chain has of it now is then read again,
 * and what it lacks is due again: roots, activations, claims, snapshots. [FOL-3]
 */
export async function rewind(
  database: Database,
  client: Reader,
  at: Deployment,
  ancestor: number,
): Promise<void> {
  database.log.warn('the chain went backwards', { rewindTo: ancestor })
  const pools = await lostPools(database, client, at)
  const snapshots = await lostSnapshots(database, client)
  await withTx(database, SYSTEM, async (ctx) => {
    const from = ancestor + 1
    const counts = {
      refunds: await orphanRefunds(ctx, from),
      fundings: await orphanFunding(ctx, from),
      licenses: await orphan(ctx, from),
      claims: await orphanClaims(ctx, from),
      pools: pools.length,
      snapshots: snapshots.length,
      consents: await orphanAnchors(ctx, from),
    }
    await orphanEpochs(ctx, from)
    await orphanTerms(ctx, from)
    await orphanPools(ctx, pools)
    for (const one of snapshots) await markSnapshot(ctx, { ...one, transaction: null })
    await forgetAfter(ctx, at.genesisHash, ancestor)
    await raiseFlag(ctx, {
      kind: 'chain-went-back',
      subject: at.genesisHash,
      evidence: { rewindTo: ancestor, ...counts },
    })
  })
}

/** Pools keep no block number: the chain is asked which of them it has. */
async function lostPools(database: Database, client: Reader, at: Deployment): Promise<string[]> {
  const lost: string[] = []
  for (const { poolId, chainPoolId } of await withTx(database, SYSTEM, poolsOnChain)) {
    try {
      await readPool(client, at, chainPoolId)
    } catch (error) {
      if (!(error instanceof ChainError && error.revertName === 'UnknownPool')) throw error
      lost.push(poolId)
    }
  }
  return lost
}

/** Releases keep the transaction that published them: the chain is asked whether it has it. */
async function lostSnapshots(database: Database, client: Reader) {
  const lost: { poolId: string; releaseId: string }[] = []
  for (const { transaction, ...release } of await withTx(database, SYSTEM, snapshotsOnChain)) {
    try {
      await getTransactionReceipt(client, { hash: transaction as `0x${string}` })
    } catch (error) {
      if (!(error instanceof TransactionReceiptNotFoundError)) throw error
      lost.push(release)
    }
  }
  return lost
}
