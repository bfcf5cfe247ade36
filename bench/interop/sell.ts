import { type Deployment, openReader, readGrace } from '@rowright/chain'
import { addOffer, buyLicense, createPool, mintTestDollars, openSender } from '@rowright/chain/post'
import { type Ctx, currentDeployment } from '@rowright/db'
import { draftTerms } from '@rowright/pipeline/license'
import type { Pool } from '@rowright/pipeline/pool'
import { PURPOSES, uuidToBytes32 } from '@rowright/protocol'
import { encodeAbiParameters, keccak256, zeroHash } from 'viem'
import { ADA, DAN } from '../../apps/worker/src/testing/scene.ts'

/** Where a pool is sold: a running system and its database. */
export interface Market {
  url: string
  rpcUrl: string
  tx<T>(work: (ctx: Ctx) => Promise<T>): Promise<T>
}

const SECONDS = 86_400
const PRICE = 5_000_000n

/**
 * Ada puts her pool on chain, writes the terms and offers it for every purpose, to anyone, for a day; dan buys.
 * @returns the license's number.
 */
export async function sellOn({ url, rpcUrl, tx }: Market, pool: Pool): Promise<string> {
  const at = (await tx(currentDeployment))!.deployment as Deployment
  const ada = await openSender(rpcUrl, ADA.privateKey)
  const dan = await openSender(rpcUrl, DAN.privateKey)
  const salt = uuidToBytes32(pool.id)
  await createPool(ada, at, { salt, metadataHash: zeroHash, treasuryBps: 0, treasury: ADA.address })
  const words = encodeAbiParameters([{ type: 'address' }, { type: 'bytes32' }], [ADA.address, salt])
  const chainPoolId = keccak256(words)
  const graceSeconds = await readGrace(openReader(rpcUrl), at)
  const { hash } = await tx((ctx) =>
    draftTerms(ctx, {
      pool: { id: pool.id, name: pool.name, chainPoolId },
      requester: 'ada',
      use: { purposes: [...PURPOSES], licenseeClass: 'anyone' },
      price: { amount: PRICE, symbol: 'tUSD', decimals: 6, token: at.token },
      durationSeconds: SECONDS,
      consentTermsHash: pool.termsHash,
      chain: { id: at.chainId, licenses: at.licenses },
      ...{ graceSeconds, publicUrl: url },
    }),
  )
  const offer = { price: PRICE, duration: SECONDS, purposes: 7, licenseeClass: 0 }
  const { offerId } = await addOffer(ada, at, { ...offer, termsHash: `0x${hash}`, poolId: chainPoolId })
  await mintTestDollars(dan, at, DAN.address, offer.price)
  return String((await buyLicense(dan, at, { offerId, maxPrice: offer.price })).licenseId)
}
