import type { BlobStore, Ctx } from '@rowright/db'
import { assertHolds, getRelease, type Questions, type Release, type ReleaseRow } from '../release/index.ts'
import { linesOf } from './lines.ts'
import { COLUMNS, type ExportRecord, toRecord } from './record.ts'
import { type Shape, shapeOf } from './shape.ts'

/** A cell as anybody may see it: what it says where that tells of nobody, otherwise only how it is made. */
export type SampleCell = { shown: string | number | null } | { masked: Shape }

export interface Sample {
  release: Release
  rows: Record<keyof ExportRecord, SampleCell>[]
}

/** Rows at most. */
const ROWS = 5
/** Read of the release at most, in bytes: what anybody may ask for costs the same whatever the rows hold. */
const READ = 1_000_000

/**
 * Columns that say how a row was made and nothing of whom or what: the quality statement, which is public, has the same
 * figures added up.
 */
const SHOWN = new Set<keyof ExportRecord>([
  'campaign',
  'confidence',
  'method',
  'method_version',
  'answers',
  'made_by',
  'provenance',
  'language',
  'weight',
  'task_type',
])

/**
 * The first rows of a release as anybody sees them before buying. A consent is for its purposes and for licensees of a
 * class; showing a row to the public is none of these, and what is not known is not allowed: so what people gave and
 * answered, their pseudonyms, and every name and hash that leads to a row are masked. [EXP-11]
 * @throws RowrightError `release/unknown-release`, `release/withdrawn`.
 */
export async function sampleOf(
  ctx: Ctx,
  blobs: BlobStore,
  at: { poolId: string; releaseId: string },
): Promise<Sample> {
  const release = await getRelease(ctx, at.poolId, at.releaseId)
  await assertHolds(ctx, release)
  const rows: Sample['rows'] = []
  const questions = release.questions as Questions
  for await (const line of wholeLines(blobs, release)) {
    rows.push(masked(toRecord(line, JSON.parse(line) as ReleaseRow & { salt: string }, questions)))
    if (rows.length === ROWS) break
  }
  return { release, rows }
}

/** The lines that end within what may be read. */
async function* wholeLines(blobs: BlobStore, release: Release): AsyncGenerator<string> {
  const end = Math.min(READ, release.bytes) - 1
  const cut = end + 1 < release.bytes
  let last: string | undefined
  for await (const line of linesOf(blobs.stream(release.rowsSha256, { start: 0, end }))) {
    if (last !== undefined) yield last
    last = line
  }
  if (last !== undefined && !cut) yield last
}

const masked = (record: ExportRecord): Sample['rows'][number] =>
  Object.fromEntries(
    COLUMNS.map(({ name }) => [
      name,
      SHOWN.has(name) ? { shown: shown(record[name]) } : { masked: shapeOf(name, record) },
    ]),
  ) as Sample['rows'][number]

/** Confidence in whole per cent: more digits would tell rows apart. */
const shown = (value: string | number | null) =>
  typeof value === 'number' ? Math.round(value * 100) / 100 : value
