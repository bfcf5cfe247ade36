import { type Address, decodeFunctionData, getAbiItem, type Hex } from 'viem'
import { getLogs, getTransaction } from 'viem/actions'
import type { Reader } from './client.ts'
import { asChainError } from './errors.ts'
import { rewardsAbi } from './generated/abi.ts'

/** A root as the chain has it. */
export interface Posting {
  epoch: bigint
  root: Hex
  /** SHA-256 of the manifest, 0x and 64 digits. */
  manifestHash: Hex
  transaction: Hex
  blockNumber: bigint
  /** Totals it declared by token, lower case; null when something else than `postRoot` itself was called. */
  declared: Map<string, bigint> | null
}

/** Every root that a reward contract was ever given, oldest first. One request, and one for each posting. */
export async function readPostings(client: Reader, rewards: Address): Promise<Posting[]> {
  try {
    const logs = await getLogs(client, {
      address: rewards,
      event: getAbiItem({ abi: rewardsAbi, name: 'RootPosted' }),
      fromBlock: 'earliest',
      strict: true,
    })
    return await Promise.all(
      logs.map(async ({ args, transactionHash, blockNumber }) => {
        const { input, to } = await getTransaction(client, { hash: transactionHash })
        const { epoch, root, manifestHash } = args
        const declared = to?.toLowerCase() === rewards.toLowerCase() ? declaredIn(input) : null
        return { epoch, root, manifestHash, transaction: transactionHash, blockNumber, declared }
      }),
    )
  } catch (error) {
    throw asChainError(error, 'readPostings')
  }
}

function declaredIn(input: Hex): Map<string, bigint> | null {
  const call = decodeFunctionData({ abi: rewardsAbi, data: input })
  if (call.functionName !== 'postRoot') return null
  const [, , , tokens, totals] = call.args
  return new Map(tokens.map((token, i) => [token.toLowerCase(), totals[i]!]))
}
