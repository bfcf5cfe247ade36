import type { Ctx } from '@rowright/db'
import type { Use } from '../license/index.ts'
import { licensesOfPool, offersOf } from '../license/index.ts'
import { releasesOf } from '../release/index.ts'
import { ALL, askEdition, editionName } from './edition.ts'

/**
 * Asks for the editions that the pool's offers and valid licenses need, of every release that holds, so that they are
 * there before anybody waits for them. Repeating it changes nothing. [EXP-4]
 */
export async function askEditions(ctx: Ctx, poolId: string): Promise<void> {
  const licensed = (await licensesOfPool(ctx, poolId, ctx.now())).filter((license) => license.valid)
  const offered = (await offersOf(ctx, poolId)).filter((offer) => offer.open)
  const uses = [...licensed.flatMap(({ use }) => use ?? []), ...offered.flatMap(({ use }) => use ?? [])]
  const distinct = new Map<string, Use>(uses.map((use) => [JSON.stringify(use), use]))
  const releases = (await releasesOf(ctx, poolId)).filter((release) => release.withdrawnAt === null)
  for (const { id: releaseId } of releases) {
    for (const use of distinct.values()) {
      const name = await editionName(ctx, { poolId, releaseId }, use)
      if (name !== ALL) await askEdition(ctx, { poolId, releaseId }, name, use)
    }
  }
}
