import type { Ctx } from '@rowright/db'
import { licenseeAddresses, licensesOfPool, myLicenses, offersOf, type Use } from '../license/index.ts'
import { releasesOf } from '../release/index.ts'
import { ALL, askEdition, asNamed, consentsIn, editionAmong } from './edition.ts'
import { useFor } from './grant.ts'

/**
 * Asks for the editions that the pool's offers and valid licenses need, of every release that holds, so that they are
 * there before anybody waits for them. Repeating it changes nothing. [EXP-4]
 */
export async function askEditions(ctx: Ctx, poolId: string): Promise<void> {
  const offered = (await offersOf(ctx, poolId)).filter((offer) => offer.open)
  const uses: Use[] = offered.flatMap(({ use }) => use ?? [])
  for (const license of await licensesOfPool(ctx, poolId, ctx.now()))
    if (license.valid && license.use) uses.push(await asNamed(ctx, poolId, await useFor(ctx, license)))
  const distinct = new Map<string, Use>(uses.map((use) => [JSON.stringify(use), use]))
  const releases = (await releasesOf(ctx, poolId)).filter((release) => release.withdrawnAt === null)
  for (const { id: releaseId } of releases) {
    const consents = await consentsIn(ctx, { poolId, releaseId })
    for (const use of distinct.values()) {
      const name = editionAmong(consents, use)
      if (name !== ALL) await askEdition(ctx, { poolId, releaseId }, name, use)
    }
  }
}

/** `askEditions` for all that a person holds licenses of: one more address is one more name to look for. [EXP-9] */
export async function askEditionsOf(ctx: Ctx, personId: string): Promise<void> {
  const held = await myLicenses(ctx, { addresses: await licenseeAddresses(ctx, personId), at: ctx.now() })
  for (const poolId of new Set(held.map((license) => license.poolId))) await askEditions(ctx, poolId)
}
