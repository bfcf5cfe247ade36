import type { Deployment } from '@rowright/chain'
import { addOffer, buyLicense, createPool, mintTestDollars, openSender } from '@rowright/chain/post'
import { uuidToBytes32 } from '@rowright/protocol'
import { encodeAbiParameters, keccak256, zeroHash } from 'viem'
import { ADA, DAN } from '../../apps/worker/src/testing/scene.ts'

/** Ada puts her pool on chain and offers it for every purpose, to anyone, for a day; dan buys. @returns the license's number. */
export async function sellOn(rpcUrl: string, at: Deployment, poolId: string): Promise<string> {
  const ada = await openSender(rpcUrl, ADA.privateKey)
  const dan = await openSender(rpcUrl, DAN.privateKey)
  const salt = uuidToBytes32(poolId)
  await createPool(ada, at, { salt, metadataHash: zeroHash, treasuryBps: 0, treasury: ADA.address })
  const words = encodeAbiParameters([{ type: 'address' }, { type: 'bytes32' }], [ADA.address, salt])
  const offer = { price: 5_000_000n, duration: 86_400, purposes: 7, licenseeClass: 0, termsHash: zeroHash }
  const { offerId } = await addOffer(ada, at, { ...offer, poolId: keccak256(words) })
  await mintTestDollars(dan, at, DAN.address, offer.price)
  return String((await buyLicense(dan, at, { offerId, maxPrice: offer.price })).licenseId)
}
