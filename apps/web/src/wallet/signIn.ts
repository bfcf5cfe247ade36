import { createSiweMessage } from 'viem/siwe'
import type { Config, Connector } from 'wagmi'
import { signMessage } from 'wagmi/actions'
import { postJson } from '../api/http.ts'
import { connectWallet } from './connect.ts'

/**
 * Sign-In with Ethereum (ERC-4361). With a guest session active the server attaches the wallet to the guest's
 * person, so nothing earned is lost.
 * @param statement the one sentence the wallet shows above the technical lines.
 */
export async function signInWithWallet(
  config: Config,
  connector: Connector,
  statement: string,
): Promise<void> {
  const address = await connectWallet(config, connector)
  const { nonce } = await postJson<{ nonce: string }>('/api/auth/siwe/nonce', {})
  const message = createSiweMessage({
    address,
    chainId: config.chains[0].id,
    domain: location.host,
    uri: location.origin,
    nonce,
    statement,
    version: '1',
  })
  const signature = await signMessage(config, { account: address, connector, message })
  await postJson('/api/auth/siwe/verify', { message, signature })
}
