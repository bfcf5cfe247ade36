import type { Address } from 'viem'
import type { Deployment } from '../deployment.ts'
import { testDollarAbi } from '../generated/abi.ts'
import { type Sent, sentOf } from './receipt.ts'
import { type Sender, sending } from './sender.ts'

/** Mints test dollars. Works only where the token is our TestDollar. */
export async function mintTestDollars(
  sender: Sender,
  at: Deployment,
  account: Address,
  amount: bigint,
): Promise<Sent> {
  const receipt = await sending(sender, 'mintTestDollars', async () => {
    const { request } = await sender.simulateContract({
      address: at.token,
      abi: testDollarAbi,
      functionName: 'mint',
      args: [account, amount],
    })
    return sender.writeContract(request)
  })
  return sentOf(receipt)
}

/** Lets `spender` take exactly `amount` from the sender, unless it may already. */
export async function allow(sender: Sender, token: Address, spender: Address, amount: bigint): Promise<void> {
  const erc20 = { address: token, abi: testDollarAbi } as const
  const allowed = await sender.readContract({
    ...erc20,
    functionName: 'allowance',
    args: [sender.account.address, spender],
  })
  if (allowed >= amount) return
  await sending(sender, 'approve', async () => {
    const { request } = await sender.simulateContract({
      ...erc20,
      functionName: 'approve',
      args: [spender, amount],
    })
    return sender.writeContract(request)
  })
}
