import { defineChain } from 'viem'
import { type Config, createConfig, createStorage, http, injected } from 'wagmi'
import type { Instance } from '../api/types.ts'

export type ChainInfo = NonNullable<Instance['chain']>

const configs = new Map<number, Config>()

/**
 * The wagmi configuration of this installation's chain; one per page load, so that a connected wallet stays
 * connected wherever it is used. Wallets announce themselves (EIP-6963); `injected` is for those that do not.
 */
export function walletConfig(chain: ChainInfo, name: string): Config {
  const known = configs.get(chain.id)
  if (known) return known
  const rpc = `${location.origin}/rpc`
  const here = defineChain({
    id: chain.id,
    name,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpc] } },
  })
  const config = createConfig({
    chains: [here],
    connectors: [injected()],
    transports: { [chain.id]: http(rpc) },
    storage: createStorage({ storage: localStorage, key: `rowright.${chain.id}` }),
    pollingInterval: 1_000,
  })
  configs.set(chain.id, config)
  return config
}
