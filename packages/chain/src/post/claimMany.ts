import { type Address, type Hash, type Hex, parseEventLogs } from 'viem'
import type { Deployment } from '../deployment.ts'
import { rewardsAbi } from '../generated/abi.ts'
import { joinClaims } from './joinClaims.ts'
import { type Sender, sending } from './sender.ts'

export interface Claim {
  account: Address
  token: Address
  /** Everything the account has earned of the token since the beginning: its leaf. */
  cumulative: bigint
  /** The full proof up to the active root. */
  proof: Hex[]
}

export interface ClaimOutcome {
  /** What was paid by these transactions. A claim that was paid before appears nowhere. */
  paid: { account: Address; token: Address; amount: bigint; cumulative: bigint; transactionHash: Hash }[]
  /** What the token refused to pay, to a blocked account for example. It stays due. */
  refused: { account: Address; token: Address; amount: bigint; transactionHash: Hash }[]
  gasUsed: bigint
}

/** 200 accounts paid for the first time take about 11 M gas; EIP-7825 ends a transaction at 16.7 M. */
const BATCH = 200

/** Pays many accounts, in transactions of at most 200 of one token. May be repeated: nobody is paid twice. */
export async function claimMany(
  sender: Sender,
  at: Deployment,
  claims: readonly Claim[],
): Promise<ClaimOutcome> {
  const outcome: ClaimOutcome = { paid: [], refused: [], gasUsed: 0n }
  for (const [token, ofToken] of Map.groupBy(claims, (claim) => claim.token)) {
    for (let start = 0; start < ofToken.length; start += BATCH) {
      await claimBatch(sender, at, token, ofToken.slice(start, start + BATCH), outcome)
    }
  }
  return outcome
}

async function claimBatch(
  sender: Sender,
  at: Deployment,
  token: Address,
  batch: readonly Claim[],
  outcome: ClaimOutcome,
): Promise<void> {
  const joined = joinClaims(batch)
  const receipt = await sending(sender, 'claimMany', async () => {
    const { request } = await sender.simulateContract({
      address: at.rewards,
      abi: rewardsAbi,
      functionName: 'claimMany',
      args: [token, joined.claims, joined.nodes],
    })
    return sender.writeContract(request)
  })
  const { transactionHash } = receipt
  outcome.gasUsed += receipt.gasUsed
  for (const log of parseEventLogs({ abi: rewardsAbi, logs: receipt.logs })) {
    if (log.eventName === 'Claimed') outcome.paid.push({ ...log.args, transactionHash })
    if (log.eventName === 'ClaimRefused') outcome.refused.push({ ...log.args, transactionHash })
  }
}
