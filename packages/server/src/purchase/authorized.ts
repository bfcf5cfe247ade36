import { licensesAbi } from '@rowright/chain'
import type { Quote } from '@rowright/pipeline/license'
import { RowrightError } from '@rowright/protocol'
import { type Address, encodeFunctionData, type Hex, parseSignature, recoverTypedDataAddress } from 'viem'
import type { z } from 'zod'
import type * as contract from '../licenseContract.ts'

type Payment = z.infer<typeof contract.payment>

const wrongAuthorization = () =>
  new RowrightError('license/wrong-authorization', 'This is not the payer’s signature over this quote.', {
    status: 422,
    field: 'signature',
    hint: 'Sign `payment.authorization.typedData` of the quote with `from` set to the payer, and change nothing else.',
  })

/**
 * The transaction that pays for a quote by a signed authorization. Anybody may send it: it buys this license for this
 * licensee or nothing, so the payer needs no gas. Nothing is kept or sent here. [LIC-7]
 * @throws RowrightError `license/wrong-authorization`.
 */
export async function authorizedCall(
  { offerId, licensee }: Pick<Quote, 'offerId' | 'licensee'>,
  { authorization, contract: to }: Payment,
  { payer, signature }: { payer: Address; signature: Hex },
): Promise<z.infer<typeof contract.call>> {
  const { salt, typedData } = authorization
  const message = { ...typedData.message, from: payer }
  const signer = await recoverTypedDataAddress({ ...typedData, message, signature } as Parameters<
    typeof recoverTypedDataAddress
  >[0]).catch(() => null)
  if (signer?.toLowerCase() !== payer.toLowerCase()) throw wrongAuthorization()
  const { r, s, yParity } = parseSignature(signature)
  const { validAfter, validBefore } = typedData.message
  const auth = {
    ...{ payer, salt: salt as Hex, validAfter: BigInt(validAfter), validBefore: BigInt(validBefore) },
    ...{ v: 27 + yParity, r, s },
  }
  const data = encodeFunctionData({
    abi: licensesAbi,
    functionName: 'buyWithAuthorization',
    args: [BigInt(offerId), licensee as Address, auth],
  })
  return { to, data, value: '0' }
}
