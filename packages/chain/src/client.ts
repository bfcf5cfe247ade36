import {
  type Account,
  type Chain,
  type Client,
  createPublicClient,
  http,
  type PublicClient,
  type Transport,
} from 'viem'
import { getBlock, getChainId } from 'viem/actions'
import { asChainError, ChainError } from './errors.ts'

/** A client for reading. Calls made in the same tick go out as one HTTP request (JSON-RPC batch). */
export function openReader(rpcUrl: string): PublicClient {
  return createPublicClient({ transport: http(rpcUrl, { batch: true, retryCount: 1 }), pollingInterval: 100 })
}

/** Anything that can read: a reader, a sender, or a client of the browser's wallet. */
export type Reader = Client<Transport, Chain | undefined, Account | undefined>

/** The id of the chain and the hash of its first block. */
export async function identifyChain(
  client: Reader,
): Promise<{ chainId: number; genesisHash: `0x${string}` }> {
  try {
    const [chainId, genesis] = await Promise.all([getChainId(client), getBlock(client, { blockNumber: 0n })])
    if (genesis.hash === null) throw new ChainError('chain/failed', 'The chain has no first block.')
    return { chainId, genesisHash: genesis.hash }
  } catch (error) {
    throw asChainError(error, 'identifyChain')
  }
}
