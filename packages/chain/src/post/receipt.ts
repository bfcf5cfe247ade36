import type { Hash, TransactionReceipt } from 'viem'

/** What every verb of `post` returns at least. */
export interface Sent {
  transactionHash: Hash
  blockNumber: bigint
  gasUsed: bigint
}

export function sentOf(receipt: TransactionReceipt): Sent {
  return {
    transactionHash: receipt.transactionHash,
    blockNumber: receipt.blockNumber,
    gasUsed: receipt.gasUsed,
  }
}
