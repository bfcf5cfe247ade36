import { type Abi, type Address, type Hex, parseEventLogs } from 'viem'
import type { Deployment } from '../deployment.ts'
import { ChainError } from '../errors.ts'
import { licensesAbi } from '../generated/abi.ts'
import { type Sent, sentOf } from './receipt.ts'
import { type Sender, sending } from './sender.ts'
import { allow } from './token.ts'

export interface OfferToAdd {
  poolId: Hex
  price: bigint
  /** Seconds. */
  duration: number
  /** One bit for each of 16 purposes. */
  purposes: number
  /** 0 to 7. */
  licenseeClass: number
  termsHash: Hex
}

/** Adds an offer of a pool the sender owns. An offer never changes. */
export async function addOffer(
  sender: Sender,
  at: Deployment,
  offer: OfferToAdd,
): Promise<Sent & { offerId: bigint }> {
  const receipt = await sending(sender, 'addOffer', async () => {
    const { request } = await sender.simulateContract({
      address: at.licenses,
      abi: licensesAbi,
      functionName: 'addOffer',
      args: [offer.poolId, offer.price, offer.duration, offer.purposes, offer.licenseeClass, offer.termsHash],
    })
    return sender.writeContract(request)
  })
  const [added] = parseEventLogs({ abi: licensesAbi, eventName: 'OfferAdded', logs: receipt.logs })
  if (!added) throw new ChainError('chain/failed', 'addOffer succeeded without its event.')
  return { ...sentOf(receipt), offerId: added.args.offerId }
}

export interface Purchase {
  offerId: bigint
  /** The most the sender agrees to pay. */
  maxPrice: bigint
  /** Whom the license belongs to; the sender by default. */
  licensee?: Address
  token?: Address
}

/** Buys a license with the sender's tokens, allowing `maxPrice` first if need be. */
export async function buyLicense(
  sender: Sender,
  at: Deployment,
  purchase: Purchase,
): Promise<Sent & { licenseId: bigint; expiresAt: bigint }> {
  await allow(sender, purchase.token ?? at.token, at.licenses, purchase.maxPrice)
  const receipt = await sending(sender, 'buyLicense', async () => {
    const { request } = await sender.simulateContract({
      address: at.licenses,
      abi: licensesAbi,
      functionName: 'buyFor',
      args: [purchase.offerId, purchase.licensee ?? sender.account.address, purchase.maxPrice],
    })
    return sender.writeContract(request)
  })
  const [bought] = parseEventLogs({ abi: licensesAbi, eventName: 'LicensePurchased', logs: receipt.logs })
  if (!bought) throw new ChainError('chain/failed', 'buyLicense succeeded without its event.')
  return { ...sentOf(receipt), licenseId: bought.args.licenseId, expiresAt: bought.args.expiresAt }
}

/** Sends what offers have earned on to Rewards and the treasuries. Before an epoch declares that revenue. */
export async function distribute(sender: Sender, at: Deployment, offerIds: readonly bigint[]): Promise<Sent> {
  const receipt = await sending(sender, 'distribute', async () => {
    const { request } = await sender.simulateContract({
      address: at.licenses,
      abi: licensesAbi,
      functionName: 'distribute',
      args: [offerIds],
    })
    return sender.writeContract(request)
  })
  return sentOf(receipt)
}

/** The licensee says that it has removed the rows of a revocation epoch and all before it. */
export const ackRevocations = (
  sender: Sender,
  at: Deployment,
  { licenseId, epoch }: { licenseId: bigint; epoch: number },
): Promise<Sent> =>
  acknowledge(sender, at, { functionName: 'ackRevocations', args: [licenseId, BigInt(epoch)] })

/** `ackRevocations` by anybody with the licensee's signature of `AckRevocations`; reverts behind its deadline. */
export const ackRevocationsBySig = (
  sender: Sender,
  at: Deployment,
  ack: { licenseId: bigint; epoch: number; deadline: bigint; signature: Hex },
): Promise<Sent> =>
  acknowledge(sender, at, {
    functionName: 'ackRevocationsBySig',
    args: [ack.licenseId, BigInt(ack.epoch), ack.deadline, ack.signature],
  })

type AckCall =
  | { functionName: 'ackRevocations'; args: readonly [bigint, bigint] }
  | { functionName: 'ackRevocationsBySig'; args: readonly [bigint, bigint, bigint, Hex] }

async function acknowledge(sender: Sender, at: Deployment, call: AckCall): Promise<Sent> {
  const receipt = await sending(sender, call.functionName, async () => {
    const { request } = await sender.simulateContract({
      address: at.licenses,
      abi: licensesAbi as Abi,
      ...call,
    })
    return sender.writeContract(request)
  })
  return sentOf(receipt)
}
