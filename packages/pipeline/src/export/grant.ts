import type { Ctx } from '@rowright/db'
import {
  expiredLicense,
  getMyLicense,
  holderOf,
  type License,
  lapsedLicense,
  licenseeAddresses,
  myLicenses,
  type Use,
  unknownUse,
  validLicense,
} from '../license/index.ts'
import { assertActive } from '../people/index.ts'
import { assertHolds, getRelease, type Release, releasesOf } from '../release/index.ts'
import { noLicense } from './errors.ts'

export interface Granted {
  release: Release
  license: License
  use: Use
}

/** Somebody asks for a release: under one license, or of a pool; then the license that lasts longest counts. */
export type Asking = { releaseId: string; personId: string } & (
  | { poolId: string; licenseId?: string | undefined }
  | { poolId?: undefined; licenseId: string }
)

/**
 * Lets a person at a release, anew at each time: an active account, a license of the pool that has not expired and
 * whose use is known, a release all of whose consents hold. [EXP-1, EXP-3, EXP-5]
 * @throws RowrightError `people/suspended`, `people/closed`, `release/unknown-release`, `release/withdrawn`,
 * `export/no-license`, `license/unknown-license`, `license/expired`, `license/lapsed`, `license/unknown-use`.
 */
export async function grant(ctx: Ctx, asking: Asking): Promise<Granted> {
  await assertActive(ctx, asking.personId)
  const addresses = await licenseeAddresses(ctx, asking.personId)
  const held = { addresses, at: ctx.now() }
  const named =
    asking.licenseId === undefined ? null : await getMyLicense(ctx, { ...held, licenseId: asking.licenseId })
  const poolId = asking.poolId ?? named!.poolId
  const release =
    asking.releaseId === LATEST ? await newest(ctx, poolId) : await getRelease(ctx, poolId, asking.releaseId)
  const license =
    named ?? (await validLicense(ctx, { ...held, poolId })) ?? (await endedLicense(ctx, { ...held, poolId }))
  if (license?.poolId !== poolId) throw noLicense(poolId, addresses.length > 0)
  const use = await useFor(ctx, license)
  await assertHolds(ctx, release)
  return { release, license, use }
}

/** Who has no valid license of a pool is told what became of theirs: one that lapsed can be brought back. */
async function endedLicense(
  ctx: Ctx,
  of: { addresses: readonly string[]; at: Date; poolId: string },
): Promise<License | undefined> {
  const held = await myLicenses(ctx, of)
  return held.find(({ lapsed }) => lapsed) ?? held[0]
}

/** Stands for the newest release that is not withdrawn. */
export const LATEST = 'latest'

/** @throws RowrightError `release/unknown-release` when the pool has none. */
async function newest(ctx: Ctx, poolId: string): Promise<Release> {
  const releases = await releasesOf(ctx, poolId)
  return releases.find((one) => one.withdrawnAt === null) ?? releases[0] ?? getRelease(ctx, poolId, NONE)
}

const NONE = '00000000-0000-0000-0000-000000000000'

/**
 * The use of a license with the names of who holds it: its address, and those of the account that has it, so that
 * whoever is denied is not let in by another wallet. [EXP-9]
 * @throws RowrightError those of `usable`.
 */
export const useFor = (ctx: Ctx, license: License): Promise<Use> => withNames(ctx, license, usable(license))

/** A use with the names of who holds the license, be it valid or not. [EXP-9] */
export async function withNames(ctx: Ctx, license: License, use: Use): Promise<Use> {
  const holder = await holderOf(ctx, license.licensee)
  const licensees = new Set([license.licensee, ...(holder ? await licenseeAddresses(ctx, holder) : [])])
  return { ...use, licensees: [...licensees].sort() }
}

/** @throws RowrightError `license/expired`, `license/lapsed`, `license/unknown-use`. */
export function usable(license: License): Use {
  if (license.lapsed) throw lapsedLicense(license.id, license.acknowledge!.epoch)
  if (!license.valid) throw expiredLicense(license.id, license.expiresAt)
  if (!license.use) throw unknownUse(license.id)
  return license.use
}
