import type { Hex } from 'viem'
import type { Deployment } from '../deployment.ts'
import { consentsAbi } from '../generated/abi.ts'
import { type Sent, sentOf } from './receipt.ts'
import { type Sender, sending } from './sender.ts'

/** Anchors the root of a batch of `count` consent receipts. */
export async function anchorConsents(
  sender: Sender,
  at: Deployment,
  root: Hex,
  count: number,
): Promise<Sent> {
  const receipt = await sending(sender, 'anchorConsents', async () => {
    const { request } = await sender.simulateContract({
      address: at.consents,
      abi: consentsAbi,
      functionName: 'anchor',
      args: [root, BigInt(count)],
    })
    return sender.writeContract(request)
  })
  return sentOf(receipt)
}

/** Ends consents on chain by revealing their secrets. 24,000 gas each; ones that ended already change nothing. */
export async function revokeMany(sender: Sender, at: Deployment, secrets: readonly Hex[]): Promise<Sent> {
  const receipt = await sending(sender, 'revokeMany', async () => {
    const { request } = await sender.simulateContract({
      address: at.consents,
      abi: consentsAbi,
      functionName: 'revokeMany',
      args: [secrets],
    })
    return sender.writeContract(request)
  })
  return sentOf(receipt)
}

/** Opens a pool's next revocation epoch. Refused by `RevocationEpochTooSoon` within the contract's gap. */
export async function openRevocationEpoch(
  sender: Sender,
  at: Deployment,
  epoch: { poolId: Hex; root: Hex; count: number },
): Promise<Sent> {
  const receipt = await sending(sender, 'openRevocationEpoch', async () => {
    const { request } = await sender.simulateContract({
      address: at.consents,
      abi: consentsAbi,
      functionName: 'openRevocationEpoch',
      args: [epoch.poolId, epoch.root, BigInt(epoch.count)],
      // As in `activate`: the gap is over by the time of the next block.
      blockTag: 'pending',
    })
    return sender.writeContract(request)
  })
  return sentOf(receipt)
}
