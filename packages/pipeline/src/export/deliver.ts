import type { Ctx } from '@rowright/db'
import { audit } from '../people/index.ts'
import { ALL, builtEdition, type Edition, editionFor, editionName, type Part, partsOf } from './edition.ts'
import { building, nothingAdmitted } from './errors.ts'
import { delivery } from './export.sql.ts'
import { type Asking, type Granted, grant } from './grant.ts'

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
 * Grants one delivery of a release's lines, and logs it. [EXP-1, EXP-2, EXP-3]
 * @throws RowrightError those of `grant`, `export/building`, `export/nothing-admitted`.
 */
export async function deliver(ctx: Ctx, asking: Asking): Promise<Delivered> {
  const granted = await grant(ctx, asking)
  const lines = await linesFor(ctx, granted)
  const deliveryId = await log(ctx, asking.personId, granted, { ...lines, form: 'jsonl' })
  return { deliveryId, blob: lines.sha256, ...lines, licenseId: granted.license.id }
}

async function linesFor(ctx: Ctx, { release, use }: Granted) {
  const at = { poolId: release.poolId, releaseId: release.id }
  const name = await editionName(ctx, at, use)
  if (name === ALL) return { rows: release.rows, bytes: release.bytes, sha256: release.rowsSha256 }
  const found = await builtEdition(ctx, at, name)
  if (!found) throw building()
  if (found.rows === 0) throw nothingAdmitted()
  const { rows, bytes, sha256 } = (await partsOf(ctx, found)).find((part) => part.kind === 'jsonl')!
  return { rows, bytes, sha256 }
}

export interface DeliveredFiles extends Granted {
  edition: Edition
  /** Without the publisher's own. */
  files: Part[]
}

/**
 * Grants the files of a release, and logs it. [EXP-1, EXP-2, EXP-3]
 * @param form what they are asked for, for the log.
 * @throws RowrightError those of `grant`, `export/building`, `export/nothing-admitted`.
 */
export async function deliverFiles(ctx: Ctx, asking: Asking, form: string): Promise<DeliveredFiles> {
  const granted = await grant(ctx, asking)
  const { release, use } = granted
  const edition = await editionFor(ctx, { poolId: release.poolId, releaseId: release.id }, use)
  if (edition.rows === 0) throw nothingAdmitted()
  const files = (await partsOf(ctx, edition)).filter((part) => part.kind !== 'index')
  const rows = files.filter((part) => part.kind === 'parquet')
  await log(ctx, asking.personId, granted, {
    rows: edition.rows!,
    bytes: rows.reduce((sum, part) => sum + part.bytes, 0),
    sha256: edition.manifestSha256!,
    form,
  })
  return { ...granted, edition, files }
}

async function log(
  ctx: Ctx,
  personId: string,
  { release, license }: Granted,
  given: { rows: number; bytes: number; sha256: string; form: string },
): Promise<string> {
  const of = { poolId: release.poolId, releaseId: release.id, licenseId: license.id, personId }
  const [row] = await ctx.tx
    .insert(delivery)
    .values({ ...of, ...given, at: ctx.now() })
    .returning({ id: delivery.id })
  const { id: deliveryId } = row!
  const detail = { deliveryId, poolId: of.poolId, releaseId: of.releaseId, licenseId: of.licenseId, ...given }
  await audit(ctx, { personId, action: 'export.deliver', detail })
  return deliveryId
}
