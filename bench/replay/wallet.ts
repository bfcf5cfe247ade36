import { type Deployment, identifyChain } from '@rowright/chain'
import { mintTestDollars, type Sender } from '@rowright/chain/post'
import {
  type Address,
  createWalletClient,
  custom,
  defineChain,
  erc20Abi,
  type Hex,
  keccak256,
  parseAbiItem,
  publicActions,
  RpcRequestError,
} from 'viem'

import type { Account, Site } from './account.ts'
import { callerOf } from './api.ts'
import { ReplayError } from './errors.ts'
import type { Http } from './http.ts'

/** A wallet that reads and sends through the system's own /rpc, and survives its restarts. */
export function openWallet(site: Site, account: Account): Sender {
  const chain = defineChain({
    id: site.instance.chain.id,
    name: `chain ${site.instance.chain.id}`,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [`${site.instance.publicUrl}/rpc`] } },
  })
  const provider = { request: (request: { method: string; params?: unknown }) => rpc(site.http, request) }
  return createWalletClient({
    account: account.wallet,
    chain,
    transport: custom(provider, { retryCount: 0 }),
    pollingInterval: 100,
  }).extend(publicActions)
}

async function rpc(
  http: Http,
  { method, params = [] }: { method: string; params?: unknown },
): Promise<unknown> {
  const body = { jsonrpc: '2.0', id: 1, method, params }
  const reply = await http.send({ method: 'POST', path: '/rpc', body: JSON.stringify(body) })
  const answer = JSON.parse(reply.text) as {
    result?: unknown
    error?: { code: number; message: string; data?: unknown }
  }
  if (!answer.error) return answer.result
  // Sent before, and the answer was lost: the transaction is known by its hash.
  if (method === 'eth_sendRawTransaction' && reply.uncertain) {
    const hash = keccak256((params as [Hex])[0])
    if (await rpc(http, { method: 'eth_getTransactionByHash', params: [hash] })) return hash
  }
  throw new RpcRequestError({ body, error: answer.error, url: '/rpc' })
}

/** The contracts as the instance names them. */
export async function deploymentOf(site: Site, wallet: Sender): Promise<Deployment> {
  const { id, token, dataPools, rewards, consents, licenses } = site.instance.chain
  const { genesisHash } = await identifyChain(wallet)
  const address = (text: string) => text as Address
  return {
    chainId: id,
    genesisHash,
    block: Number(await wallet.getBlockNumber()),
    token: address(token),
    dataPools: address(dataPools),
    rewards: address(rewards),
    consents: address(consents),
    licenses: address(licenses),
  }
}

/** Gas and at least `amount` of the token, from the faucet. @throws ReplayError where there is none and too little. */
export async function fillWallet(site: Site, wallet: Sender, at: Deployment, amount: bigint): Promise<void> {
  const { address } = wallet.account
  const balance = () =>
    wallet.readContract({ address: at.token, abi: erc20Abi, functionName: 'balanceOf', args: [address] })
  if (site.instance.faucet) await callerOf(site.http).post('/v1/faucet', { address })
  const held = await balance()
  if (held >= amount) return
  if (site.instance.faucet) await mintTestDollars(wallet, at, address, amount - held)
  else
    throw new ReplayError(
      `There is no faucet here and ${address} holds ${held} of the ${amount} base units it needs; send them to it.`,
    )
}

const transfer = parseAbiItem('event Transfer(address indexed from, address indexed to, uint256 value)')
/** Blocks of one request: what hosted nodes allow. */
const RANGE = 5_000n

/** ERC-20 transfers of the token out of an address, by receiver (lower case), from a block on. */
export async function transfersFrom(
  wallet: Sender,
  at: Deployment,
  from: Address,
  fromBlock: bigint,
): Promise<Map<string, bigint>> {
  const received = new Map<string, bigint>()
  const head = await wallet.getBlockNumber({ cacheTime: 0 })
  for (let start = fromBlock; start <= head; start += RANGE) {
    const end = start + RANGE - 1n < head ? start + RANGE - 1n : head
    const range = { fromBlock: start, toBlock: end }
    for (const { args } of await wallet.getLogs({
      address: at.token,
      event: transfer,
      args: { from },
      strict: true,
      ...range,
    })) {
      const to = args.to.toLowerCase()
      received.set(to, (received.get(to) ?? 0n) + args.value)
    }
  }
  return received
}
