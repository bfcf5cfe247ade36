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
import { buildParquet } from './buildParquet.ts'
import { ALL, consentsIn, editionName, type Made, type Part } from './edition.ts'
import { edition, part } from './export.sql.ts'
import { chunked } from './formats/format.ts'
import { admits, gateRow } from './gate.ts'
import { linesOf } from './lines.ts'
import { toManifest } from './manifest.ts'
import { type ExportRecord, toRecord } from './record.ts'
import { reseal } from './reseal.ts'
import { withWorkFolder } from './workFolder.ts'

const SYSTEM = { kind: 'system', name: 'publisher' } as const

/** What is to be built. */
export interface Wanted {
  poolId: string
  releaseId: string
  name: string
  use: Use | null
}

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
    const rows = await writeRecords(blobs, release, allowed, { records, lines })
    const store = async (path: string, kind: Part['kind'], file: string): Promise<Made> => {
      const { key, size } = await blobs.write(createReadStream(file))
      return { path, kind, sha256: key, bytes: size, rows }
    }
    const made = [await store('rows.jsonl.zst', 'zstd', records)]
    if (allowed) made.push(await store('rows.jsonl', 'jsonl', lines))
    if (rows > 0) made.push(...(await buildParquet(blobs, folder, { records, rows, before })))
    await record(database, blobs, { release, wanted, rows, made })
  })
}

/** Streams the release's lines through the gate into files. @returns how many rows passed. */
async function writeRecords(
  blobs: BlobStore,
  release: Release,
  allowed: ReadonlySet<string> | null,
  files: { records: string; lines: string },
): Promise<number> {
  let rows = 0
  const questions = release.questions as Questions
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
  await pipeline(chunked(passing()), createZstdCompress(), createWriteStream(files.records))
  if (resealed) await new Promise<void>((ended) => resealed.end(() => ended()))
  return rows
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
