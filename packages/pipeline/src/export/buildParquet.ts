import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { BlobStore } from '@rowright/db'
import { cellsOf } from './cells.ts'
import { literal, withDuckdb } from './duckdb.ts'
import type { Made, Part } from './edition.ts'
import { rawLines } from './lines.ts'
import { unzstd } from './packing.ts'
import { BUILT, encodeParquet, type ParquetColumn, type ParquetRow } from './parquet.ts'
import { COLUMNS } from './record.ts'

/** Rows of a Parquet file at most: about 110 MB of short rows. Readers over HTTP like few large files. */
const PART_ROWS = 1_000_000

/** Columns of the file of changes: those of a row, and what happened to it. */
export const CHANGE_COLUMNS: readonly ParquetColumn[] = [...COLUMNS, { name: '_change_type', type: 'string' }]
const NAMES = COLUMNS.filter(({ name }) => name === 'row_id' || name === 'commitment')

/**
 * Parquet of the rows, of their names, and of what changed since the version before.
 * @param of.records the rows, NDJSON in zstd, at least one. @param of.before blob key of the names of the version before.
 */
export async function buildParquet(
  blobs: BlobStore,
  folder: string,
  of: { records: string; rows: number; before: string | null },
  partRows = PART_ROWS,
): Promise<Made[]> {
  const made: Made[] = []
  const write = async (
    path: string,
    kind: Part['kind'],
    rows: AsyncIterable<ParquetRow>,
    columns: readonly ParquetColumn[],
  ) => {
    let count = 0
    const counted = async function* () {
      for await (const row of rows) {
        count++
        yield row
      }
    }
    const { key, size } = await blobs.write(encodeParquet(counted(), columns, BUILT))
    made.push({ path, kind, sha256: key, bytes: size, rows: count })
    return key
  }
  const files = await split(folder, of.records, Math.ceil(of.rows / partRows))
  for (const [n, file] of files.entries()) await write(`rows-${n}.parquet`, 'parquet', rowsIn(file), COLUMNS)
  const names = await write('index.parquet', 'index', namesIn(of.records), NAMES)
  if (of.before === null) return made
  const [now, before] = [join(folder, 'now.parquet'), join(folder, 'before.parquet')]
  await pipeline(blobs.stream(names), createWriteStream(now))
  await pipeline(blobs.stream(of.before), createWriteStream(before))
  await withDuckdb(folder, (_, connection) =>
    write('changes.parquet', 'changes', changes(connection, { now, before }, of.records), CHANGE_COLUMNS),
  )
  return made
}

/** One file of lines a part, by the row's name: a row that comes or goes changes one part, not all behind it. */
async function split(folder: string, records: string, parts: number): Promise<string[]> {
  if (parts === 1) return [records]
  const files = Array.from({ length: parts }, (_, n) => join(folder, `lines-${n}.jsonl`))
  const handles = await Promise.all(files.map((file) => open(file, 'w')))
  try {
    for await (const lines of linesIn(records)) {
      const mine: Buffer[][] = handles.map(() => [])
      for (const line of lines) {
        const name = String(cellsOf(line)('row_id'))
        mine[Number.parseInt(name.slice(0, 8), 16) % parts]!.push(line)
      }
      for (const [n, handle] of handles.entries()) await handle.writeFile(Buffer.concat(mine[n]!))
    }
  } finally {
    await Promise.all(handles.map((handle) => handle.close()))
  }
  return files
}

function linesIn(file: string): AsyncGenerator<Buffer[]> {
  const bytes = createReadStream(file, { highWaterMark: 524_288 })
  return rawLines(file.endsWith('.zst') ? unzstd(bytes) : bytes)
}

async function* rowsIn(file: string): AsyncGenerator<ParquetRow> {
  for await (const lines of linesIn(file))
    for (const line of lines) yield JSON.parse(line.toString()) as ParquetRow
}

async function* namesIn(file: string): AsyncGenerator<ParquetRow> {
  for await (const lines of linesIn(file))
    for (const line of lines) {
      const cell = cellsOf(line)
      yield { row_id: String(cell('row_id')), commitment: String(cell('commitment')) }
    }
}

/**
 * What changed, row by row. A row that is gone has its name left and nothing else: it may have been revoked.
 * @param files names now, in the order of the records, and before.
 */
async function* changes(
  connection: DuckDBConnection,
  files: { now: string; before: string },
  records: string,
): AsyncGenerator<ParquetRow> {
  const now = `read_parquet(${literal(files.now)}, file_row_number = true) n`
  const before = `read_parquet(${literal(files.before)}) b`
  const gone = `select b.row_id from ${before} anti join ${now} on n.row_id = b.row_id`
  for await (const [name] of answers(connection, gone)) yield { row_id: name!, _change_type: 'delete' }
  const kinds = answers(
    connection,
    `select n.row_id, case when b.row_id is null then 'insert' when b.commitment <> n.commitment then 'update_postimage' end
     from ${now} left join ${before} on b.row_id = n.row_id order by n.file_row_number`,
  )
  for await (const row of rowsIn(records)) {
    const [name, kind] = (await kinds.next()).value as (string | null)[]
    if (name !== row.row_id) throw new Error(`names and rows of a release are out of step at ${row.row_id}`)
    if (kind) yield { ...row, _change_type: kind }
  }
}

/** The rows of an answer as DuckDB streams them. */
async function* answers(connection: DuckDBConnection, query: string): AsyncGenerator<(string | null)[]> {
  const result = await connection.stream(query)
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) return
    yield* chunk.getRows() as (string | null)[][]
  }
}
