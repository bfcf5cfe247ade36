import type { Address, Hex } from 'viem'
import type { Deployment } from '../deployment.ts'
import { rewardsAbi } from '../generated/abi.ts'
import { type Sent, sentOf } from './receipt.ts'
import { type Sender, sending } from './sender.ts'

export interface RootToPost {
  root: Hex
  /** SHA-256 of the published epoch manifest. */
  manifestHash: Hex
  /** Later than the last posted epoch, disabled ones included. */
  epoch: bigint
  /** New totals per token: everything the tree owes since the beginning. They only rise. */
  declared: { token: Address; total: bigint }[]
}

/** Posts an epoch's root. Refused by `RootPending` while another waits and by `RootUnchanged` if nothing is new. */
export async function postRoot(sender: Sender, at: Deployment, post: RootToPost): Promise<Sent> {
  const receipt = await sending(sender, 'postRoot', async () => {
    const { request } = await sender.simulateContract({
      address: at.rewards,
      abi: rewardsAbi,
      functionName: 'postRoot',
      args: [
        post.root,
        post.manifestHash,
        post.epoch,
        post.declared.map((d) => d.token),
        post.declared.map((d) => d.total),
      ],
    })
    return sender.writeContract(request)
  })
  return sentOf(receipt)
}

/** Makes the pending root count. Refused by `WindowOpen` until its window is over, by `NoPendingRoot` after. */
export async function activate(sender: Sender, at: Deployment): Promise<Sent> {
  const receipt = await sending(sender, 'activate', async () => {
    const { request } = await sender.simulateContract({
      address: at.rewards,
      abi: rewardsAbi,
      functionName: 'activate',
      // A chain that makes blocks on demand shows the time of its last block otherwise, which may be long ago.
      blockTag: 'pending',
    })
    return sender.writeContract(request)
  })
  return sentOf(receipt)
}
