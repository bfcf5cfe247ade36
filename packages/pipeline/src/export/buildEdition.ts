import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress } from 'node:zlib'
import { type BlobStore, type Ctx, type Database, withTx } from '@rowright/db'
import { canonicalJson } from '@rowright/protocol'
import { and, eq, sql } from 'drizzle-orm'
import type { Use } from '../license/index.ts'
import { getRelease, type Questions, type Release, type ReleaseRow } from '../release/index.ts'
import { literal, PARQUET, withDuckdb } from './duckdb.ts'
import { ALL, consentsIn, editionName, type Part } from './edition.ts'
import { edition, part } from './export.sql.ts'
import { chunked } from './formats/format.ts'
import { admits, gateRow } from './gate.ts'
import { LongestLine, linesOf } from './lines.ts'
import { toManifest } from './manifest.ts'
import { columnList, nulls, readRecords } from './parquet.ts'
import { COLUMNS, type ExportRecord, toRecord } from './record.ts'
import { reseal } from './reseal.ts'
import { withWorkFolder } from './workFolder.ts'

/** Rows of a Parquet file at most: about 110 MB of short rows. Readers over HTTP like few large files. */
const PART_ROWS = 1_000_000

const SYSTEM = { kind: 'system', name: 'publisher' } as const

/** What is to be built. */
export interface Wanted {
  poolId: string
  releaseId: string
  name: string
  use: Use | null
}

type Made = Pick<Part, 'path' | 'kind' | 'sha256' | 'bytes' | 'rows'>

/**
 * Builds the files of an edition: rows as NDJSON in zstd, as Parquet, the changes since the version before, and the
 * names of its rows for the next one. Rows stream from blob to disk to blob: memory does not grow with them. Building
 * again gives the same files, so that a worker that was killed leaves nothing wrong behind. [EXP-4]
 */
export async function buildEdition(database: Database, blobs: BlobStore, wanted: Wanted): Promise<void> {
  const { release, consents, before } = await withTx(database, SYSTEM, async (ctx) => {
    const found = await getRelease(ctx, wanted.poolId, wanted.releaseId)
    return {
      release: found,
      consents: await consentsIn(ctx, wanted),
      before: await indexBefore(ctx, found, wanted),
    }
  })
  await withWorkFolder(async (folder) => {
    const records = join(folder, 'rows.jsonl.zst')
    const lines = join(folder, 'rows.jsonl')
    const allowed =
      wanted.use === null
        ? null
        : new Set([...consents].filter(([, body]) => admits(body, wanted.use!)).map(([hash]) => hash))
    const { rows, longest } = await writeRecords(blobs, release, allowed, { records, lines })
    const store = async (path: string, kind: Part['kind'], file: string, count: number): Promise<Made> => {
      const { key, size } = await blobs.write(createReadStream(file))
      return { path, kind, sha256: key, bytes: size, rows: count }
    }
    const made = [await store('rows.jsonl.zst', 'zstd', records, rows)]
    if (allowed) made.push(await store('rows.jsonl', 'jsonl', lines, rows))
    if (rows > 0) made.push(...(await writeParquet(folder, blobs, { records, rows, longest, before }, store)))
    await record(database, blobs, { release, wanted, rows, made })
  })
}

/** Streams the release's lines through the gate into files. @returns how many rows passed, and the longest line. */
async function writeRecords(
  blobs: BlobStore,
  release: Release,
  allowed: ReadonlySet<string> | null,
  files: { records: string; lines: string },
): Promise<{ rows: number; longest: number }> {
  let rows = 0
  const questions = release.questions as Questions
  const measured = new LongestLine()
  const resealed = allowed && createWriteStream(files.lines)
  async function* passing(): AsyncGenerator<string> {
    for await (const line of linesOf(blobs.stream(release.rowsSha256))) {
      const row = JSON.parse(line) as ReleaseRow & { salt: string }
      const gated = allowed ? gateRow(row, allowed, release.questions as Questions) : row
      if (gated === null) continue
      rows++
      const own = gated === row ? line : reseal(gated, row.salt)
      if (resealed && !resealed.write(`${own}\n`)) await once(resealed, 'drain')
      const record: ExportRecord = toRecord(own, { ...gated, salt: row.salt }, questions)
      yield `${JSON.stringify(record)}\n`
    }
  }
  await pipeline(chunked(passing()), measured.pass, createZstdCompress(), createWriteStream(files.records))
  if (resealed) await new Promise<void>((ended) => resealed.end(() => ended()))
  return { rows, longest: measured.bytes }
}

/** Parquet of the rows, of what changed since the version before, and of the rows' names. */
async function writeParquet(
  folder: string,
  blobs: BlobStore,
  of: { records: string; rows: number; longest: number; before: string | null },
  store: (path: string, kind: Part['kind'], file: string, rows: number) => Promise<Made>,
): Promise<Made[]> {
  const made: Made[] = []
  const parts = Math.ceil(of.rows / PART_ROWS)
  await withDuckdb(folder, of.longest, async (run, connection) => {
    const count = async (query: string) =>
      Number((await connection.runAndReadAll(`select count(*) from (${query})`)).getRowsJson()[0]![0])
    const copy = async (query: string, path: string, kind: Part['kind']) => {
      const file = join(folder, path)
      await run(`copy (${query}) to ${literal(file)} ${PARQUET}`)
      made.push(await store(path, kind, file, await count(`select 1 from read_parquet(${literal(file)})`)))
    }
    await run(`create table rows as select * from ${readRecords(of.records, COLUMNS, of.longest)}`)
    for (let n = 0; n < parts; n++) {
      // By the row's name: a row that comes or goes changes one file, not all behind it.
      const mine = parts === 1 ? 'true' : `('0x' || substr(row_id, 1, 8))::ubigint % ${parts} = ${n}`
      await copy(`select ${columnList(COLUMNS)} from rows where ${mine}`, `rows-${n}.parquet`, 'parquet')
    }
    await copy('select row_id, commitment from rows', 'index.parquet', 'index')
    if (of.before === null) return
    const old = join(folder, 'before.parquet')
    await pipeline(blobs.stream(of.before), createWriteStream(old))
    await copy(changes(old), 'changes.parquet', 'changes')
  })
  return made
}

/** What changed, row by row. A row that is gone has its name left and nothing else: it may have been revoked. */
function changes(old: string): string {
  const before = `read_parquet(${literal(old)})`
  const names = COLUMNS.map(({ name }) => `r.${name}`).join(', ')
  const gone = nulls(COLUMNS).replace('null::VARCHAR as row_id', 'b.row_id as row_id')
  return `
    select ${gone}, 'delete' as _change_type from ${before} b anti join rows r on r.row_id = b.row_id
    union all select ${names}, 'insert' from rows r anti join ${before} b on b.row_id = r.row_id
    union all select ${names}, 'update_postimage' from rows r join ${before} b
      on b.row_id = r.row_id and b.commitment <> r.commitment`
}

/** The row names of the newest version before this one that was built: of what the same use got then, or else of all. */
async function indexBefore(ctx: Ctx, { poolId, version }: Release, { use }: Wanted): Promise<string | null> {
  const { rows } = await ctx.tx.execute<{ release_id: string; names: Record<string, string> }>(sql`
    select p.release_id, jsonb_object_agg(p.edition, p.sha256) as names from part p
    join release r on r.pool_id = p.pool_id and r.id = p.release_id
    where p.pool_id = ${poolId} and p.kind = 'index' and r.version < ${version}
    group by p.release_id, r.version order by r.version desc`)
  for (const { release_id: releaseId, names } of rows) {
    const at = { poolId, releaseId }
    // Who has been named since then had what everybody of their class had.
    const had = use && [
      await editionName(ctx, at, use),
      await editionName(ctx, at, { ...use, licensees: [] }),
    ]
    const found = [...(had ?? []), ALL].find((name) => names[name])
    if (found) return names[found]!
  }
  return null
}

/** Notes what was built, unless another worker did so first. */
async function record(
  database: Database,
  blobs: BlobStore,
  of: { release: Release; wanted: Wanted; rows: number; made: Made[] },
): Promise<void> {
  const { wanted, rows, made, release } = of
  const manifest = toManifest(release, { name: wanted.name, rows, parts: made })
  const manifestSha256 = await blobs.put(Buffer.from(canonicalJson(manifest)))
  await withTx(database, SYSTEM, async (ctx) => {
    const at = { poolId: wanted.poolId, releaseId: wanted.releaseId }
    await ctx.tx
      .insert(edition)
      .values({ ...at, name: wanted.name, use: wanted.use })
      .onConflictDoNothing()
    const noted = await ctx.tx
      .update(edition)
      .set({ rows, manifestSha256, builtAt: ctx.now() })
      .where(
        and(
          eq(edition.poolId, at.poolId),
          eq(edition.releaseId, at.releaseId),
          eq(edition.name, wanted.name),
          sql`built_at is null`,
        ),
      )
      .returning({ name: edition.name })
    if (noted.length === 0) return
    await ctx.tx.insert(part).values(made.map((one) => ({ ...at, edition: wanted.name, ...one })))
  })
}
