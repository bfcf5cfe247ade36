import type { Deployment } from '@rowright/chain'
import type { BlobStore, Database } from '@rowright/db'
import type { SignText } from '@rowright/pipeline/license'

/** What a server process is made of; put together once, at the composition root. */
export interface System {
  database: Database
  blobs: BlobStore
  config: {
    name: string
    profile: 'local' | 'production'
    /** The one address people use, e.g. `http://localhost:3000`; SIWE messages are bound to its host. */
    publicUrl: string
    epochSeconds: number
    authSecret: string
    rpcUrl: string
    /** Multiplies every rate limit. */
    rateFactor: number
    /** Address of the account that sends for contributors; null when this process does not know it. */
    relayer: `0x${string}` | null
  }
  /** Signs receipts with the instance's key (EIP-191); absent where this process has none. */
  signReceipt?: SignText | undefined
  /** The contracts in force, or null before the first deployment. */
  deployment(): Promise<Deployment | null>
}
