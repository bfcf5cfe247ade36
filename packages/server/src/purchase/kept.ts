import { createHmac } from 'node:crypto'
import type { Deployment } from '@rowright/chain'
import type { AckToSign } from '@rowright/pipeline/license'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'

/** The account that this instance keeps for an order of a buyer without a wallet: its key is derived, never stored. [LIC-9] */
export const keptAccount = (secret: string, quoteId: string): PrivateKeyAccount =>
  privateKeyToAccount(
    `0x${createHmac('sha256', `rowright.licensee.v1:${secret}`).update(quoteId).digest('hex')}`,
  )

/** As `Licenses.ACK_TYPEHASH` has it. */
const AckRevocations = [
  { name: 'licenseId', type: 'uint256' },
  { name: 'epoch', type: 'uint256' },
  { name: 'deadline', type: 'uint256' },
] as const

/** Signs an acknowledgment as the kept account, for the contract of this chain (EIP-712). [LIC-15] */
export const signKeptAck =
  (secret: string, { chainId, licenses }: Deployment) =>
  ({ quoteId, ...message }: AckToSign): Promise<`0x${string}`> =>
    keptAccount(secret, quoteId).signTypedData({
      domain: { name: 'Rowright Licenses', version: '1', chainId, verifyingContract: licenses },
      types: { AckRevocations },
      primaryType: 'AckRevocations',
      message,
    })
