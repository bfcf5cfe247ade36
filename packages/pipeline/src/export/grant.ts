import type { Ctx } from '@rowright/db'
import {
  expiredLicense,
  getMyLicense,
  type License,
  type Use,
  unknownUse,
  validLicense,
} from '../license/index.ts'
import { addressesOf, assertActive } from '../people/index.ts'
import { assertHolds, getRelease, type Release } from '../release/index.ts'
import { noLicense } from './errors.ts'

export interface Granted {
  release: Release
  license: License
  use: Use
}

/** Somebody asks for a release. Without a license number, the one of the pool that lasts longest is meant. */
export interface Asking {
  poolId: string
  releaseId: string
  personId: string
  licenseId?: string | undefined
}

/**
 * Lets a person at a release, anew at each time: an active account, a license of the pool that has not expired and
 * whose use is known, a release all of whose consents hold. [EXP-1, EXP-3, EXP-5]
 * @throws RowrightError `people/suspended`, `people/closed`, `release/unknown-release`, `release/withdrawn`,
 * `export/no-license`, `license/unknown-license`, `license/expired`, `license/unknown-use`.
 */
export async function grant(ctx: Ctx, asking: Asking): Promise<Granted> {
  await assertActive(ctx, asking.personId)
  const release = await getRelease(ctx, asking.poolId, asking.releaseId)
  const addresses = await addressesOf(ctx, asking.personId)
  const license =
    asking.licenseId === undefined
      ? await validLicense(ctx, { poolId: asking.poolId, addresses, at: ctx.now() })
      : await getMyLicense(ctx, { licenseId: asking.licenseId, addresses, at: ctx.now() })
  if (!license || license.poolId !== asking.poolId) throw noLicense(asking.poolId, addresses.length > 0)
  const use = usable(license)
  await assertHolds(ctx, release)
  return { release, license, use }
}

/** @throws RowrightError `license/expired`, `license/unknown-use`. */
export function usable(license: License): Use {
  if (!license.valid) throw expiredLicense(license.id, license.expiresAt)
  if (!license.use) throw unknownUse(license.id)
  return license.use
}
