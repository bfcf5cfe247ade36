import { type Address, type Hex, parseEventLogs } from 'viem'
import type { Deployment } from '../deployment.ts'
import { ChainError } from '../errors.ts'
import { dataPoolsAbi } from '../generated/abi.ts'
import { type Sent, sentOf } from './receipt.ts'
import { type Sender, sending } from './sender.ts'
import { allow } from './token.ts'

export interface PoolToCreate {
  salt: Hex
  metadataHash: Hex
  /** The pool owner's share of license revenue in 1/10,000, at most 2,000. */
  treasuryBps: number
  /** Of the rest, the share of the owners of collected pages in 1/10,000, at most 5,000; none by default. */
  sourceBps?: number
  treasury: Address
  token?: Address
}

/** Creates a pool owned by the sender. Its id is `keccak256(abi.encode(sender, salt))`. */
export async function createPool(
  sender: Sender,
  at: Deployment,
  pool: PoolToCreate,
): Promise<Sent & { poolId: Hex }> {
  const { salt, token = at.token, sourceBps = 0, ...terms } = pool
  const receipt = await sending(sender, 'createPool', async () => {
    const { request } = await sender.simulateContract({
      address: at.dataPools,
      abi: dataPoolsAbi,
      functionName: 'createPool',
      args: [salt, token, { ...terms, sourceBps }],
    })
    return sender.writeContract(request)
  })
  const [created] = parseEventLogs({ abi: dataPoolsAbi, eventName: 'PoolCreated', logs: receipt.logs })
  if (!created) throw new ChainError('chain/failed', 'createPool succeeded without its event.')
  return { ...sentOf(receipt), poolId: created.args.poolId }
}

/** Funds a campaign from the sender's tokens, allowing the amount first if need be. */
export async function fundCampaign(
  sender: Sender,
  at: Deployment,
  funding: { poolId: Hex; campaignId: Hex; amount: bigint; token?: Address },
): Promise<Sent & { credited: bigint }> {
  await allow(sender, funding.token ?? at.token, at.dataPools, funding.amount)
  const receipt = await sending(sender, 'fundCampaign', async () => {
    const { request } = await sender.simulateContract({
      address: at.dataPools,
      abi: dataPoolsAbi,
      functionName: 'fund',
      args: [funding.poolId, funding.campaignId, funding.amount],
    })
    return sender.writeContract(request)
  })
  const [funded] = parseEventLogs({ abi: dataPoolsAbi, eventName: 'CampaignFunded', logs: receipt.logs })
  if (!funded) throw new ChainError('chain/failed', 'fundCampaign succeeded without its event.')
  return { ...sentOf(receipt), credited: funded.args.amount }
}

export interface SnapshotToPublish {
  poolId: Hex
  manifestRoot: Hex
  weightRoot: Hex
  totalWeight: bigint
  /** Seconds since 1970; not in the future, and never earlier than the pool's snapshot before. */
  consentCutoff: bigint
}

/** Publishes a release of a pool. The sender is the publisher. */
export async function publishSnapshot(
  sender: Sender,
  at: Deployment,
  snapshot: SnapshotToPublish,
): Promise<Sent> {
  const receipt = await sending(sender, 'publishSnapshot', async () => {
    const { request } = await sender.simulateContract({
      address: at.dataPools,
      abi: dataPoolsAbi,
      functionName: 'publishSnapshot',
      args: [
        snapshot.poolId,
        snapshot.manifestRoot,
        snapshot.weightRoot,
        snapshot.totalWeight,
        snapshot.consentCutoff,
      ],
      // As in `activate`: the cutoff may be later than the last block of a chain that makes blocks on demand.
      blockTag: 'pending',
    })
    return sender.writeContract(request)
  })
  return sentOf(receipt)
}
