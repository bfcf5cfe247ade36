import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import { folderBlobStore } from '@rowright/db'
import { parquetMetadata } from 'hyparquet'
import { afterAll, expect, test } from 'vitest'
import { buildParquet } from './buildParquet.ts'
import { literal, withDuckdb } from './duckdb.ts'
import { COLUMNS, type ExportRecord } from './record.ts'

const folder = mkdtempSync(join(tmpdir(), 'parquet-'))
const blobs = folderBlobStore(join(folder, 'blobs'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NAMELESS = Object.fromEntries(COLUMNS.map(({ name, type }) => [name, type === 'string' ? '' : 0]))
const rowOf = (n: number, of: Partial<ExportRecord> = {}) =>
  ({
    ...NAMELESS,
    row_id: ((n * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0').padEnd(32, 'f'),
    commitment: 'a',
    ...of,
  }) as ExportRecord

async function build(rows: readonly ExportRecord[], before: string | null = null, partRows?: number) {
  const records = join(folder, 'rows.jsonl.zst')
  writeFileSync(records, zstdCompressSync(rows.map((row) => `${JSON.stringify(row)}\n`).join('')))
  return buildParquet(blobs, folder, { records, rows: rows.length, before }, partRows)
}
type Built = Awaited<ReturnType<typeof build>>
const keyOf = (built: Built, path: string) => built.find((file) => file.path === path)!.sha256
const bytesOf = async (built: Built, path: string) =>
  new Uint8Array(await blobs.get(keyOf(built, path))).buffer

/** Rows as DuckDB reads them: another program than the one that writes. */
async function readBack(built: Built, path: string): Promise<Record<string, unknown>[]> {
  const file = join(folder, 'read.parquet')
  writeFileSync(file, await blobs.get(keyOf(built, path)))
  return withDuckdb(folder, async (_, connection) =>
    (await connection.runAndReadAll(`from read_parquet(${literal(file)})`)).getRowObjectsJson(),
  )
}

test('[EXP-4] every row is in one part by its name, and every other reader reads what was written', async () => {
  const rows = Array.from({ length: 500 }, (_, n) =>
    rowOf(n, { payload: '台"\n'.repeat(n), confidence: n / 7, language: n % 3 ? 'zh' : null, answers: n }),
  )
  const built = await build(rows, null, 150)
  const paths = built.filter((file) => file.kind === 'parquet').map((file) => file.path)
  expect(paths).toEqual(['rows-0.parquet', 'rows-1.parquet', 'rows-2.parquet', 'rows-3.parquet'])
  const read = []
  for (const [part, path] of paths.entries()) {
    const mine = await readBack(built, path)
    expect(mine.every((row) => Number.parseInt(String(row.row_id).slice(0, 8), 16) % 4 === part)).toBe(true)
    expect(built.find((file) => file.path === path)!.rows).toBe(mine.length)
    expect(mine.length).toBeGreaterThan(100)
    read.push(...mine)
  }
  const byName = (all: readonly { row_id?: unknown }[]) =>
    [...all].sort((a, b) => String(a.row_id).localeCompare(String(b.row_id)))
  expect(byName(read)).toEqual(byName(rows))
})

test('[EXP-4] changes are those since the version before: gone, new, and counted again', async () => {
  const first = await build(Array.from({ length: 300 }, (_, n) => rowOf(n)))
  const second = Array.from({ length: 300 }, (_, n) =>
    rowOf(n + 5, n % 100 === 50 ? { commitment: 'b', payload: 'again' } : {}),
  )
  const built = await build(second, keyOf(first, 'index.parquet'))
  const changes = await readBack(built, 'changes.parquet')
  const of = (kind: string) => changes.filter((row) => row._change_type === kind)
  expect(changes).toHaveLength(13)
  expect(of('delete').map((row) => row.row_id)).toEqual([0, 1, 2, 3, 4].map((n) => rowOf(n).row_id))
  expect(of('insert').map((row) => row.row_id)).toEqual([300, 301, 302, 303, 304].map((n) => rowOf(n).row_id))
  expect(of('update_postimage').map(({ row_id, payload }) => [row_id, payload])).toEqual(
    [55, 155, 255].map((n) => [rowOf(n).row_id, 'again']),
  )
  expect(of('delete').every((row) => Object.values(row).filter((cell) => cell !== null).length === 2)).toBe(
    true,
  )
})

test('[EXP-4] row groups end by size as well: long documents are built, with an index of their pages', async () => {
  const long = Array.from({ length: 130 }, (_, n) => rowOf(n, { payload: `${n} `.repeat(250_000) }))
  const built = await build(long)
  const { row_groups: groups } = parquetMetadata(await bytesOf(built, 'rows-0.parquet'))
  expect(groups.length).toBeGreaterThan(1)
  expect(groups.every((group) => group.total_byte_size < 70_000_000)).toBe(true)
  const payload = COLUMNS.findIndex(({ name }) => name === 'payload')
  for (const group of groups) {
    expect(group.columns[payload]).toMatchObject({
      column_index_length: expect.any(Number),
      offset_index_length: expect.any(Number),
    })
    expect(group.columns.every((column) => column.meta_data?.statistics)).toBe(true)
  }
  const rows = await readBack(built, 'rows-0.parquet')
  expect(rows.map((row) => String(row.payload).length)).toEqual(long.map((row) => row.payload.length))
})
