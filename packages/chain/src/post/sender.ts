import {
  type Account,
  type Chain,
  type Client,
  createWalletClient,
  defineChain,
  type Hex,
  http,
  type PublicActions,
  publicActions,
  type TransactionReceipt,
  type Transport,
  type WalletActions,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { asChainError, ChainError } from '../errors.ts'

/** An account that can read, sign and send on one chain. */
export type Sender = Client<
  Transport,
  Chain,
  Account,
  undefined,
  PublicActions<Transport, Chain, Account> & WalletActions<Chain, Account>
>

/** Opens an account by its private key. Asks the chain for its id, so it fails if the chain is down. */
export async function openSender(rpcUrl: string, privateKey: Hex): Promise<Sender> {
  const account = privateKeyToAccount(privateKey)
  const probe = createWalletClient({ transport: http(rpcUrl, { retryCount: 1 }) }).extend(publicActions)
  try {
    const id = await probe.getChainId()
    const chain = defineChain({
      id,
      name: `chain ${id}`,
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [rpcUrl] } },
    })
    return createWalletClient({
      account,
      chain,
      transport: http(rpcUrl, { retryCount: 1 }),
      pollingInterval: 100,
    }).extend(publicActions)
  } catch (error) {
    throw asChainError(error, 'openSender')
  }
}

const queues = new Map<string, Promise<unknown>>()

/**
 * Runs `send` when the sends before it by the same account are included, waits for the receipt and checks it.
 *
 * Nonces: within a process sends of one account queue up. Two processes that share a key must hold a lock
 * of their own around every call of `post` (the worker holds one in the database); without it the loser
 * gets a retryable `chain/nonce`, never a double effect.
 */
export async function sending(
  sender: Sender,
  action: string,
  send: () => Promise<Hex>,
): Promise<TransactionReceipt> {
  const key = `${sender.chain.id}:${sender.account.address}`
  const run = (queues.get(key) ?? Promise.resolve()).then(async () => {
    try {
      const hash = await send()
      const receipt = await sender.waitForTransactionReceipt({ hash, timeout: 120_000 })
      if (receipt.status !== 'success') {
        throw new ChainError('chain/reverted', `${action} reverted in ${hash}.`, {
          context: { action, hash },
        })
      }
      return receipt
    } catch (error) {
      throw asChainError(error, action)
    }
  })
  queues.set(
    key,
    run.catch(() => undefined),
  )
  return run
}
