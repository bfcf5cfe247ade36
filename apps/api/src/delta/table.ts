import type { Ctx } from '@rowright/db'
import { COLUMNS, usable } from '@rowright/pipeline/export'
import { type License, licenseeAddresses, myLicenses } from '@rowright/pipeline/license'
import { assertActive } from '@rowright/pipeline/people'
import { type Release, releasesOf } from '@rowright/pipeline/release'
import { badVersion, unknownTable } from './problems.ts'

export const SCHEMA = 'pool'
export const TABLE = 'rows'
export const shareName = (license: License) => `license-${license.id}`

type Who = { personId: string; keyLicenseId: string | null }

/** A person's licenses by the name of their share, or the one its key is for. */
async function heldBy(ctx: Ctx, who: Who): Promise<License[]> {
  await assertActive(ctx, who.personId)
  const addresses = await licenseeAddresses(ctx, who.personId)
  const held = await myLicenses(ctx, { addresses, at: ctx.now() })
  return held
    .filter(({ id }) => who.keyLicenseId === null || who.keyLicenseId === id)
    .sort((a, b) => (shareName(a) < shareName(b) ? -1 : 1))
}

/** The licenses that are shares for a person: valid ones with a use. */
export const sharesOf = async (ctx: Ctx, who: Who): Promise<License[]> =>
  (await heldBy(ctx, who)).filter(({ valid, use }) => valid && use)

/**
 * A share by its name, in any case. @throws RowrightError `delta/unknown-name`, for what is somebody else's too;
 * `license/expired`, `license/lapsed`, `license/unknown-use` for one's own.
 */
export async function shareOf(
  ctx: Ctx,
  who: Who,
  names: { share: string; schema?: string; table?: string },
): Promise<License> {
  const same = (a: string | undefined, b: string) => a === undefined || a.toLowerCase() === b
  const found = (await heldBy(ctx, who)).find((license) =>
    same(names.share, shareName(license).toLowerCase()),
  )
  if (!found) throw unknownTable('share', names.share)
  if (!same(names.schema, SCHEMA)) throw unknownTable('schema', names.schema!)
  if (!same(names.table, TABLE)) throw unknownTable('table', names.table!)
  usable(found)
  return found
}

/** The release that a query means: a version, the newest by a time, or the newest that is not withdrawn. */
export async function releaseAt(
  ctx: Ctx,
  poolId: string,
  wanted: { version?: number | undefined; timestamp?: string | undefined },
): Promise<Release> {
  const releases = await releasesOf(ctx, poolId)
  if (wanted.version !== undefined) {
    const found = releases.find((one) => one.version === wanted.version)
    if (!found) throw badVersion('version', `There is no version ${wanted.version}.`)
    return found
  }
  const by = wanted.timestamp === undefined ? null : timeOf('timestamp', wanted.timestamp)
  const found = releases.find((one) => (by ? one.publishedAt <= by : one.withdrawnAt === null))
  if (!found)
    throw badVersion('timestamp', by ? 'There was no version yet then.' : 'There is no version now.')
  return found
}

/** The first release at a time or after it, for `startingTimestamp`. */
export function firstSince(releases: readonly Release[], timestamp: string): Release {
  const since = timeOf('startingTimestamp', timestamp)
  const found = releases.findLast((one) => one.publishedAt >= since)
  if (!found) throw badVersion('startingTimestamp', 'There is no version after that time.')
  return found
}

const ISO = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i

export function timeOf(field: string, text: string): Date {
  const at = new Date(ISO.test(text) ? text : Number.NaN)
  if (Number.isNaN(at.getTime())) throw badVersion(field, `"${text}" is not a time (ISO 8601).`)
  return at
}

/** First lines of an answer: what a reader must be able to do, and the table's schema as Spark writes it. */
export function header(license: License, release: Release, size: { files: number; bytes: number }): object[] {
  const fields = COLUMNS.map(({ name, type, nullable, description }) => ({
    name,
    type,
    // A change file has nulls where a row is gone.
    nullable: nullable || name !== 'row_id',
    metadata: { comment: description },
  }))
  return [
    { protocol: { minReaderVersion: 1 } },
    {
      metaData: {
        id: license.poolId,
        name: TABLE,
        format: { provider: 'parquet' },
        schemaString: JSON.stringify({ type: 'struct', fields }),
        partitionColumns: [],
        configuration: { enableChangeDataFeed: 'true' },
        version: release.version,
        size: size.bytes,
        numFiles: size.files,
      },
    },
  ]
}
