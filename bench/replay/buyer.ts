import { createHash } from 'node:crypto'
import { addOffer, buyLicense } from '@rowright/chain/post'
import { LICENSEE_CLASSES, PURPOSES } from '@rowright/protocol'
import type { Hex } from 'viem'

import { type Account, type Site, signIn } from './account.ts'
import { callerOf, type Out } from './api.ts'
import { waitFor } from './concurrently.ts'
import { ApiProblem } from './errors.ts'
import type { Order } from './requester.ts'
import { deploymentOf, fillWallet, openWallet, transfersFrom } from './wallet.ts'

export type License = Out['license']['mine']['items'][number]
export type Release = Out['release']['publish']

/** One cent short of 100 tUSD, and prime: the floors of any split leave dust. */
const LICENSE_PRICE = 99_999_989n
const YEAR_SECONDS = 31_536_000

/** The requester freezes the pool and offers it on chain. */
export async function publishAndOffer(
  site: Site,
  order: Order,
): Promise<{ release: Release; offerId: bigint }> {
  const { requester, wallet, at, pool } = order
  const release = await publish(requester, pool.id)
  const { hash } = await requester.post<{ hash: string }>(`/v1/pools/${pool.id}/license-terms`, {
    price: String(LICENSE_PRICE),
    durationSeconds: YEAR_SECONDS,
    purposes: pool.terms.purposes,
    licenseeClass: pool.terms.licenseeClasses[0],
  })
  const purposes = PURPOSES.reduce(
    (mask, one, bit) => (pool.terms.purposes.includes(one) ? mask | (1 << bit) : mask),
    0,
  )
  const { offerId } = await addOffer(wallet, at, {
    poolId: pool.chainPoolId as Hex,
    price: LICENSE_PRICE,
    duration: YEAR_SECONDS,
    purposes,
    licenseeClass: LICENSEE_CLASSES.findIndex((one) => one === pool.terms.licenseeClasses[0]),
    termsHash: `0x${hash}`,
  })
  await waitFor(
    'The offer shows',
    async () => {
      const { items } = await requester.get<Out['license']['offers']>(`/v1/pools/${pool.id}/offers`)
      return items.some((offer) => offer.id === String(offerId)) ? true : null
    },
    site,
  )
  return { release, offerId }
}

async function publish(requester: Account, poolId: string): Promise<Release> {
  try {
    return await requester.post<Release>(`/v1/pools/${poolId}/releases`)
  } catch (error) {
    if (!(error instanceof ApiProblem && error.uncertain && error.code === 'release/nothing-new')) throw error
    // It was published, and the answer was lost on its way.
    const { items } = await requester.get<Out['release']['list']>(`/v1/pools/${poolId}/releases`)
    return items.reduce((newest, one) => (one.version > newest.version ? one : newest))
  }
}

export interface Purchase {
  buyer: Account
  license: License
  /** What left the buyer's wallet for the license contract, from the logs. */
  price: bigint
}

/** A buyer with a wallet of their own buys a license on chain. */
export async function buy(site: Site, offerId: bigint): Promise<Purchase> {
  const buyer = await signIn(site, 'buyer')
  const wallet = openWallet(site, buyer)
  const at = await deploymentOf(site, wallet)
  await fillWallet(site, wallet, at, LICENSE_PRICE)
  const { licenseId } = await buyLicense(wallet, at, { offerId, maxPrice: LICENSE_PRICE })
  const license = await waitFor('The license shows', () => licenseOf(buyer, String(licenseId)), site)
  const spent = await transfersFrom(wallet, at, wallet.account.address, BigInt(at.block))
  return { buyer, license, price: spent.get(at.licenses.toLowerCase()) ?? 0n }
}

async function licenseOf(buyer: Account, licenseId: string): Promise<License | null> {
  const { items } = await buyer.get<Out['license']['mine']>('/v1/licenses')
  return items.find((license) => license.id === licenseId) ?? null
}

/** Waits for the epoch that splits a license's money. */
export async function untilDistributed(site: Site, { buyer, license }: Purchase) {
  return waitFor(
    'The revenue is distributed',
    async () => (await licenseOf(buyer, license.id))?.distribution ?? null,
    { signal: site.signal, withinMs: (3 * site.instance.epochSeconds + 300) * 1_000, everyMs: 500 },
  )
}

export interface Exported {
  /** The lines as they came. */
  lines: string[]
  sha256: string
}

/** Exports a release with an API key and nothing else. */
export async function exportRelease(site: Site, { buyer }: Purchase, release: Release): Promise<Exported> {
  const { key } = await buyer.post<Out['me']['createApiKey']>('/v1/me/api-keys', { name: 'replay' })
  const path = `/v1/pools/${release.poolId}/releases/${release.id}/export.jsonl`
  const text = await callerOf(site.http, key).text(path)
  return {
    lines: text.split('\n').filter((line) => line !== ''),
    sha256: createHash('sha256').update(text).digest('hex'),
  }
}
