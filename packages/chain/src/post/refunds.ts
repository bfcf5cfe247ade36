import type { Abi, Address, Hex } from 'viem'
import type { Deployment } from '../deployment.ts'
import { dataPoolsAbi } from '../generated/abi.ts'
import { type Sent, sentOf } from './receipt.ts'
import { type Sender, sending } from './sender.ts'

interface Campaign {
  poolId: Hex
  campaignId: Hex
}

type Call =
  | { functionName: 'closeCampaign'; args: readonly [Hex, Hex] }
  | { functionName: 'settleCampaign'; args: readonly [Hex, Hex, bigint] }
  | { functionName: 'refund'; args: readonly [Hex, Hex, Address] }

async function call(sender: Sender, at: Deployment, call: Call): Promise<Sent> {
  const receipt = await sending(sender, call.functionName, async () => {
    const { request } = await sender.simulateContract({
      address: at.dataPools,
      abi: dataPoolsAbi as Abi,
      ...call,
      // As in `activate`: windows are over by the time of the next block.
      blockTag: 'pending',
    })
    return sender.writeContract(request)
  })
  return sentOf(receipt)
}

/** Ends the funding of a campaign. The sender is the pool's owner or the poster. */
export const closeCampaign = (sender: Sender, at: Deployment, { poolId, campaignId }: Campaign) =>
  call(sender, at, { functionName: 'closeCampaign', args: [poolId, campaignId] })

/** Attests what contributors have earned in a closed campaign. The sender is the poster. */
export const settleCampaign = (
  sender: Sender,
  at: Deployment,
  { poolId, campaignId, committed }: Campaign & { committed: bigint },
) => call(sender, at, { functionName: 'settleCampaign', args: [poolId, campaignId, committed] })

/** Pays a funder their share of what a settled campaign left over. Anybody may send it. */
export const refund = (
  sender: Sender,
  at: Deployment,
  { poolId, campaignId, funder }: Campaign & { funder: Address },
) => call(sender, at, { functionName: 'refund', args: [poolId, campaignId, funder] })
