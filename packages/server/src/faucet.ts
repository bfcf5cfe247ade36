import { type Deployment, testDollarAbi } from '@rowright/chain'
import { RowrightError } from '@rowright/protocol'
import { createTestClient, http, parseEther, publicActions, walletActions } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { System } from './system.ts'

/** The contracts in force. @throws RowrightError `system/no-chain` before the first deployment. */
export async function deploymentOf(system: System): Promise<Deployment> {
  const deployment = await system.deployment()
  if (deployment) return deployment
  throw new RowrightError('system/no-chain', 'This instance has no contracts yet.', {
    status: 503,
    retryable: true,
    retryAfter: 5,
    hint: 'Wait until the start command has deployed them.',
  })
}

const GAS = parseEther('1')
const DOLLARS = 1_000_000_000n

/**
 * Play money on the local chain: gas is filled up to 1 ETH, 1,000 tUSD are minted by a throw-away account, so that no key of the
 * instance is used and no nonce is shared. @throws RowrightError `system/no-faucet` outside the local profile.
 */
export async function drip(
  system: System,
  address: `0x${string}`,
): Promise<{ gasWei: string; token: string }> {
  if (system.config.profile !== 'local') {
    throw new RowrightError('system/no-faucet', 'There is no faucet here: this is not a local chain.', {
      status: 404,
      hint: 'Use a wallet that has money.',
    })
  }
  if (/^0x0{40}$/.test(address)) {
    throw new RowrightError('request/invalid', 'Nobody has the zero address.', {
      status: 422,
      field: 'address',
      hint: 'Send the address of a wallet.',
    })
  }
  const { token } = await deploymentOf(system)
  const client = createTestClient({ mode: 'anvil', transport: http(system.config.rpcUrl) })
    .extend(publicActions)
    .extend(walletActions)
  const minter = privateKeyToAccount(generatePrivateKey())
  await client.setBalance({ address: minter.address, value: GAS })
  // Filled up, never emptied: the address may be the relayer's, which has more.
  if ((await client.getBalance({ address })) < GAS) await client.setBalance({ address, value: GAS })
  const hash = await client.writeContract({
    chain: null,
    account: minter,
    address: token,
    abi: testDollarAbi,
    functionName: 'mint',
    args: [address, DOLLARS],
  })
  await client.waitForTransactionReceipt({ hash, pollingInterval: 100 })
  return { gasWei: String(GAS), token: String(DOLLARS) }
}
