import type { Address, Hash } from 'viem'

/** Where one set of contracts lives. `genesisHash` tells one local chain from another with the same id. */
export interface Deployment {
  chainId: number
  genesisHash: Hash
  /** The block of the first contract: logs are followed from here. A number, so that the whole is plain JSON. */
  block: number
  token: Address
  dataPools: Address
  rewards: Address
  consents: Address
  licenses: Address
  /** Owner of the others; absent where an account is. */
  timelock?: Address
}
