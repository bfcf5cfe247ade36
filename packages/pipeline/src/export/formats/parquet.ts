import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { literal, PARQUET, withDuckdb } from '../duckdb.ts'
import { LongestLine } from '../lines.ts'
import { columnList, readRecords } from '../parquet.ts'
import type { Column, ExportRecord } from '../record.ts'
import { openWorkFolder } from '../workFolder.ts'
import type { Format } from './format.ts'
import { jsonl } from './jsonl.ts'

/** Apache Parquet with zstd, by way of a file: its footer comes last and its columns apart. */
export const parquet: Format = {
  name: 'parquet',
  mediaType: 'application/vnd.apache.parquet',
  extension: 'parquet',
  encode: throughDisk,
}

async function* throughDisk(
  records: AsyncIterable<ExportRecord>,
  columns: readonly Column[],
): AsyncGenerator<Uint8Array> {
  const folder = await openWorkFolder()
  try {
    const [from, to] = [join(folder, 'rows.jsonl'), join(folder, 'rows.parquet')]
    const measured = new LongestLine()
    await pipeline(jsonl.encode(records, columns), measured.pass, createWriteStream(from))
    const rows = readRecords(from, columns, measured.bytes)
    await withDuckdb(folder, measured.bytes, (run) =>
      run(`copy (select ${columnList(columns)} from ${rows}) to ${literal(to)} ${PARQUET}`),
    )
    yield* createReadStream(to)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
