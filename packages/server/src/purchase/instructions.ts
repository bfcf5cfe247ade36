import { type Deployment, licensesAbi, openReader, readOffer, testDollarAbi } from '@rowright/chain'
import type { Quote } from '@rowright/pipeline/license'
import { type Address, concatHex, encodeFunctionData, type Hex } from 'viem'
import { readContract } from 'viem/actions'
import type { z } from 'zod'
import type * as contract from '../licenseContract.ts'
import type { System } from '../system.ts'

const AUTHORIZATION = [
  { name: 'from', type: 'address' },
  { name: 'to', type: 'address' },
  { name: 'value', type: 'uint256' },
  { name: 'validAfter', type: 'uint256' },
  { name: 'validBefore', type: 'uint256' },
  { name: 'nonce', type: 'bytes32' },
] as const

/**
 * How a quote is paid: an allowance and `buyFor` from a wallet, or an EIP-3009 authorization that anybody hands in with
 * `buyWithAuthorization`. Both carry the order: the transaction behind its arguments, which Solidity does not read, the
 * authorization in its salt, and so in the nonce that the contract checks. [LIC-7]
 */
export async function instructions(
  system: System,
  at: Deployment,
  quote: Quote,
): Promise<z.infer<typeof contract.payment>> {
  const client = openReader(system.config.rpcUrl)
  const offerId = BigInt(quote.offerId)
  const licensee = quote.licensee as Address
  const reference = quote.reference as Hex
  const { token } = await readOffer(client, at, offerId)
  const licenses = { address: at.licenses, abi: licensesAbi } as const
  const [nonce, [, name, version, chainId]] = await Promise.all([
    readContract(client, { ...licenses, functionName: 'orderHash', args: [offerId, licensee, reference] }),
    readContract(client, { address: token, abi: testDollarAbi, functionName: 'eip712Domain' }),
  ])
  const call = encodeFunctionData({
    abi: licensesAbi,
    functionName: 'buyFor',
    args: [offerId, licensee, quote.price],
  })
  return {
    chainId: Number(chainId),
    contract: at.licenses,
    token,
    approve: {
      to: token,
      data: encodeFunctionData({
        abi: testDollarAbi,
        functionName: 'approve',
        args: [at.licenses, quote.price],
      }),
      value: '0',
    },
    transaction: { to: at.licenses, data: concatHex([call, reference]), value: '0' },
    authorization: {
      salt: reference,
      typedData: {
        domain: { name, version, chainId: Number(chainId), verifyingContract: token },
        types: { ReceiveWithAuthorization: [...AUTHORIZATION] },
        primaryType: 'ReceiveWithAuthorization',
        message: {
          from: null,
          to: at.licenses,
          value: String(quote.price),
          validAfter: '0',
          validBefore: String(Math.floor(quote.expiresAt.getTime() / 1_000)),
          nonce,
        },
      },
    },
  }
}
