import type { Deployment } from '@rowright/chain'
import { DEV_ACCOUNTS, type LocalChain, startAnvil } from '@rowright/chain/local'
import { deploy, openSender } from '@rowright/chain/post'
import { afterAll, beforeAll } from 'vitest'

import { compiled } from './compiled.ts'

export interface TestChain {
  readonly rpcUrl: string
  /** The contracts, all roles held by the first development account. */
  readonly deployment: Deployment
}

/**
 * Gives the calling test file a chain of its own with our contracts on it, forgotten afterwards. A posted root waits
 * `window` seconds (default 0: it can be activated at once); so do refunds and revocation epochs.
 */
export function testChain({
  window = 0,
  refundWindow = 0,
  revocationGap = 0,
}: {
  window?: number
  refundWindow?: number
  revocationGap?: number
} = {}): TestChain {
  let chain: LocalChain | undefined
  let deployment: Deployment | undefined

  beforeAll(async () => {
    chain = await startAnvil()
    await compiled()
    const sender = await openSender(chain.rpcUrl, DEV_ACCOUNTS[0]!.privateKey)
    const { address } = sender.account
    deployment = await deploy(sender, {
      window,
      refundWindow,
      revocationGap,
      admin: address,
      poster: address,
      publisher: address,
      anchorer: address,
    })
  })

  afterAll(() => chain?.stop())

  const ready = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('testChain() is ready from beforeAll on; read it inside a test')
    return value
  }
  return {
    get rpcUrl() {
      return ready(chain).rpcUrl
    },
    get deployment() {
      return ready(deployment)
    },
  }
}
