import type { Ctx } from '@rowright/db'
import { validLicense } from '../license/index.ts'
import { addressesOf, assertActive } from '../people/index.ts'
import { getRelease } from '../release/index.ts'
import { noLicense } from './errors.ts'
import { delivery } from './export.sql.ts'

export interface Delivered {
  deliveryId: string
  /** Key of the rows in the blob store: their SHA-256. */
  blob: string
  sha256: string
  rows: number
  bytes: number
  licenseId: string
}

/**
 * Grants one delivery of a release to a person with a valid license, and logs it. [EXP-1, EXP-2]
 * @throws RowrightError `people/suspended`, `people/closed`, `release/unknown-release`, `export/no-license`.
 */
export async function deliver(
  ctx: Ctx,
  input: { poolId: string; releaseId: string; personId: string },
): Promise<Delivered> {
  await assertActive(ctx, input.personId)
  const release = await getRelease(ctx, input.poolId, input.releaseId)
  const addresses = await addressesOf(ctx, input.personId)
  const license = await validLicense(ctx, { poolId: input.poolId, addresses, at: ctx.now() })
  if (!license) throw noLicense(input.poolId, addresses.length > 0)
  const given = {
    rows: release.rows,
    bytes: release.bytes,
    sha256: release.rowsSha256,
    licenseId: license.id,
  }
  const [row] = await ctx.tx
    .insert(delivery)
    .values({ ...input, ...given, at: ctx.now() })
    .returning({ id: delivery.id })
  return { deliveryId: row!.id, blob: release.rowsSha256, ...given }
}
