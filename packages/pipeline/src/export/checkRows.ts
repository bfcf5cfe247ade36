import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Actor, type BlobStore, type Ctx, type Database, withTx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { getMyLicense, licenseeAddresses } from '../license/index.ts'
import { releasesOf } from '../release/index.ts'
import { literal, withDuckdb } from './duckdb.ts'
import { editionName } from './edition.ts'
import { badRowId, tooManyIds } from './errors.ts'
import { withNames } from './grant.ts'
import { linesOf } from './lines.ts'
import { withWorkFolder } from './workFolder.ts'

const MOST_IDS = 1_000_000
const HEADER = /^\ufeff?"?row_id"?$/

/**
 * What is true of a row somebody holds. `current`: in the newest release as it was. `superseded`: in it, but counted
 * again since a consent ended: take the newest. `revoked`: to be deleted. `unknown`: never given under this license, so
 * to be deleted too.
 */
type Standing = 'current' | 'superseded' | 'revoked' | 'unknown'

interface RowCheck {
  counts: Record<Standing, number>
  /** What takes the place of older versions; null when nothing holds now. */
  successor: { releaseId: string; version: number } | null
  /** NDJSON: each row that is not current with its standing, change number and date; the caller reads it to its end. */
  lines: AsyncIterable<Uint8Array>
}

/**
 * Tells a licensee which of the rows they hold have to go or be replaced. Also after the license expired or lapsed:
 * deleting is a duty then too. Memory does not grow with the ids. [EXP-10]
 * @param ids UTF-8, one row id a line; the name of the column may stand above, and quotes around them. @param read gets the outcome; its files live until it has returned.
 * @throws RowrightError `license/unknown-license`, `export/bad-row-id` with the line, `export/too-many-ids`.
 */
export async function checkRows<T>(
  database: Database,
  blobs: BlobStore,
  of: { licenseId: string; personId: string; ids: AsyncIterable<Uint8Array>; most?: number },
  read: (check: RowCheck) => Promise<T>,
): Promise<T> {
  const actor: Actor = { kind: 'person', personId: of.personId, steward: false }
  const given = await withTx(database, actor, (ctx) => givenUnder(ctx, of))
  return withWorkFolder(async (folder) => {
    const at = (name: string) => join(folder, name)
    await writeIds(of.ids, at('ids.csv'), of.most ?? MOST_IDS)
    await writeLines(at('gone.csv'), 'row_id,seq,action,delete_by', given.tombstones)
    const had: string[] = []
    for (const [i, { sha256 }] of given.indexes.entries()) {
      const file = at(`had-${i}.parquet`)
      await pipeline(blobs.stream(sha256), createWriteStream(file))
      had.push(file)
    }
    const newest = given.indexes.findIndex((one) => one.releaseId === given.successor?.releaseId)
    const counts = await compare(folder, { had, newest })
    return read({ counts, successor: given.successor, lines: createReadStream(at('out.jsonl')) })
  })
}

/** What a license has ever opened: the row names of its editions, and the tombstones of its pool. */
async function givenUnder(ctx: Ctx, { licenseId, personId }: { licenseId: string; personId: string }) {
  const addresses = await licenseeAddresses(ctx, personId)
  const license = await getMyLicense(ctx, { licenseId, addresses, at: ctx.now() })
  const { poolId } = license
  // Without a known use nothing was given: every row is unknown.
  const use = license.use && (await withNames(ctx, license, license.use))
  const releases = await releasesOf(ctx, poolId)
  const indexes: { releaseId: string; sha256: string }[] = []
  for (const { id: releaseId } of use ? releases : []) {
    const name = await editionName(ctx, { poolId, releaseId }, use!)
    const { rows } = await ctx.tx.execute<{ sha256: string }>(sql`
      select sha256 from part where pool_id = ${poolId} and release_id = ${releaseId} and edition = ${name} and kind = 'index'`)
    if (rows[0]) indexes.push({ releaseId, sha256: rows[0].sha256 })
  }
  const { rows } = await ctx.tx.execute<{ line: string }>(sql`
    select distinct on (row_id) row_id || ',' || seq || ',' || action || ',' || coalesce(to_char(delete_by at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '') as line
    from change where pool_id = ${poolId} and kind = 'tombstone' order by row_id, action = 'delete' desc, seq desc`)
  const holds = releases.find((one) => one.withdrawnAt === null)
  return {
    indexes,
    tombstones: rows.map((row) => row.line),
    successor: holds ? { releaseId: holds.id, version: holds.version } : null,
  }
}

async function writeIds(ids: AsyncIterable<Uint8Array>, file: string, most: number): Promise<void> {
  let line = 0
  let count = 0
  async function* checked() {
    yield 'row_id\n'
    for await (const text of linesOf(ids)) {
      line++
      const id = text.trim()
      // The column as it was exported has its name on top.
      if (id === '' || (line === 1 && HEADER.test(id))) continue
      const bare = id.replace(/^"(.*)"$/, '$1')
      if (!/^[0-9a-f]{32}$/.test(bare)) throw badRowId(line)
      if (++count > most) throw tooManyIds(most)
      yield `${bare}\n`
    }
  }
  await pipeline(checked, createWriteStream(file))
  if (count === 0) throw badRowId(1)
}

async function writeLines(file: string, header: string, lines: readonly string[]): Promise<void> {
  const out = createWriteStream(file)
  out.write(`${header}\n`)
  for (const line of lines) if (!out.write(`${line}\n`)) await once(out, 'drain')
  out.end()
  await once(out, 'finish')
}

/** Joins the three in DuckDB: what is not current goes to `out.jsonl`. */
async function compare(
  folder: string,
  of: { had: string[]; newest: number },
): Promise<Record<Standing, number>> {
  const csv = (name: string, columns: string) =>
    `read_csv(${literal(join(folder, name))}, header=true, delim=',', columns={${columns}})`
  const rowsOf = (files: string[]) =>
    files.length === 0
      ? `select null::VARCHAR as row_id where false`
      : `select row_id from read_parquet([${files.map(literal).join(', ')}])`
  return withDuckdb(folder, async (run, connection) => {
    await run(`create table found as
      with ids as (select distinct row_id from ${csv('ids.csv', `row_id: 'VARCHAR'`)}),
        had as (select distinct row_id from (${rowsOf(of.had)})),
        newest as (select distinct row_id from (${rowsOf(of.newest < 0 ? [] : [of.had[of.newest]!])})),
        gone as (select * from ${csv('gone.csv', `row_id: 'VARCHAR', seq: 'BIGINT', action: 'VARCHAR', delete_by: 'VARCHAR'`)})
      select ids.row_id as "rowId", case
          when had.row_id is null then 'unknown'
          when gone.action = 'delete' then 'revoked'
          when newest.row_id is null then 'revoked'
          when gone.row_id is not null then 'superseded'
          else 'current' end as standing,
        case when had.row_id is not null then gone.seq end as seq,
        case when had.row_id is not null then gone.delete_by end as "deleteBy"
      from ids left join had on had.row_id = ids.row_id left join newest on newest.row_id = ids.row_id
        left join gone on gone.row_id = ids.row_id order by 1`)
    await run(
      `copy (select * from found where standing <> 'current') to ${literal(join(folder, 'out.jsonl'))} (FORMAT json)`,
    )
    const counted = await connection.runAndReadAll('select standing, count(*) from found group by 1')
    const counts: Record<Standing, number> = { current: 0, superseded: 0, revoked: 0, unknown: 0 }
    for (const [standing, count] of counted.getRowsJson()) counts[standing as Standing] = Number(count)
    return counts
  })
}
