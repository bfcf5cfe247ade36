import { testDollarAbi } from '@rowright/chain'
import { type Address, type Hex, isAddressEqual, parseSignature, recoverTypedDataAddress } from 'viem'
import { getBlock, readContract, signTypedData } from 'wagmi/actions'
import type { ReadyWallet, Send } from './useWalletWrite.ts'

/** What `fundWithPermit` and `buyWithPermit` end with. */
export type Permit = readonly [deadline: bigint, v: number, r: Hex, s: Hex]

const types = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

const validSeconds = 3_600n
// Not in this wallet: EIP-1193 "unsupported method", JSON-RPC 2.0 "method not found".
const unsupported = new Set([4200, -32601])

/** The domain a token signs under (ERC-5267) and the owner's nonce, or null for a token without permits. */
async function permitTerms({ config, account, chain }: ReadyWallet) {
  const token = { address: chain.token as Address, abi: testDollarAbi } as const
  try {
    const [domain, nonce, block] = await Promise.all([
      readContract(config, { ...token, functionName: 'eip712Domain' }),
      readContract(config, { ...token, functionName: 'nonces', args: [account] }),
      getBlock(config),
    ])
    return { name: domain[1], version: domain[2], nonce, deadline: block.timestamp + validSeconds }
  } catch {
    return null // an approval does the same with one transaction more
  }
}

interface TypedPermit {
  domain: { name: string; version: string; chainId: number; verifyingContract: Address }
  types: typeof types
  primaryType: 'Permit'
  message: { owner: Address; spender: Address; value: bigint; nonce: bigint; deadline: bigint }
}

/**
 * What a contract takes of a signed permit, or null when it is not the owner's own key that signed: a wallet that is a
 * contract (ERC-1271), or one that EIP-7702 made sign like one. Tokens take keys only; an approval does the same then.
 */
export async function permitOf(typed: TypedPermit, signature: Hex): Promise<Permit | null> {
  const signer = await recoverTypedDataAddress({ ...typed, signature }).catch(() => null)
  if (!signer || !isAddressEqual(signer, typed.message.owner)) return null
  const { r, s, v, yParity } = parseSignature(signature)
  return [typed.message.deadline, Number(v ?? BigInt(yParity + 27)), r, s]
}

/**
 * One signature instead of an approval (EIP-2612), or null when the token, the wallet or its kind of account cannot.
 * @throws what the wallet says when its user declines.
 */
export async function signPermit(
  wallet: ReadyWallet,
  spender: Address,
  value: bigint,
): Promise<Permit | null> {
  const terms = await permitTerms(wallet)
  if (!terms) return null
  const { config, account, chain } = wallet
  const { name, version, nonce, deadline } = terms
  const typed: TypedPermit = {
    domain: { name, version, chainId: chain.id, verifyingContract: chain.token as Address },
    types,
    primaryType: 'Permit',
    message: { owner: account, spender, value, nonce, deadline },
  }
  try {
    return await permitOf(typed, await signTypedData(config, { account, ...typed }))
  } catch (error) {
    for (let at = error; at instanceof Error; at = at.cause) {
      if ('code' in at && unsupported.has(at.code as number)) return null
    }
    throw error
  }
}

/** Lets `spender` take `value` by a transaction, unless it may already. */
export async function approve(
  wallet: ReadyWallet,
  send: Send,
  spender: Address,
  value: bigint,
): Promise<void> {
  const { config, account, chain } = wallet
  const token = { address: chain.token as Address, abi: testDollarAbi } as const
  const allowed = await readContract(config, {
    ...token,
    functionName: 'allowance',
    args: [account, spender],
  })
  if (allowed < value) await send({ ...token, functionName: 'approve', args: [spender, value] })
}
