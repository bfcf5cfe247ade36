import type { Address } from 'viem'
import type { Config, Connector } from 'wagmi'
import { connect, disconnect, getConnection, reconnect, switchChain } from 'wagmi/actions'

/** The address of the wallet, asking it to connect (EIP-1102) when it is not. */
export async function connectWallet(config: Config, connector: Connector): Promise<Address> {
  const now = getConnection(config)
  if (now.status === 'connected') {
    if (now.connector.uid === connector.uid) return now.address
    await disconnect(config)
  }
  const { accounts } = await connect(config, { connector })
  return accounts[0]
}

/** The connected address after a page load, or null: nothing is asked of the user. */
export async function connectedAddress(config: Config): Promise<Address | null> {
  if (getConnection(config).status !== 'connected') await reconnect(config)
  const now = getConnection(config)
  return now.status === 'connected' ? now.address : null
}

/** Brings the wallet to our chain, adding it there (EIP-3085) when the wallet does not know it. */
export async function moveToOurChain(config: Config): Promise<void> {
  const [chain] = config.chains
  if (getConnection(config).chainId !== chain.id) await switchChain(config, { chainId: chain.id })
}

/** Wallets to offer: those that announced themselves, or the anonymous injected one if it is alone. */
export function offeredConnectors(connectors: readonly Connector[]): Connector[] {
  const announced = connectors.filter((connector) => connector.id !== 'injected')
  if (announced.length > 0) return announced
  return 'ethereum' in window ? [...connectors] : []
}
