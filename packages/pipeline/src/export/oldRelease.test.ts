import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { folderBlobStore } from '@rowright/db'
import { othersDone, testDatabase } from '@rowright/testing'
import { newSale } from '@rowright/testing/sale'
import { parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { afterAll, expect, test } from 'vitest'
import { revoke } from '../consent/index.ts'
import { latestRelease, numberChanges, republishNext } from '../release/index.ts'
import { literal, withDuckdb } from './duckdb.ts'
import { COLUMNS, type ExportRecord, exportRows, formatOf, publishFiles, select } from './index.ts'

// Releases of before rows named their kind of question have files without the column `task_type`, for ever: they are
// read beside newer ones. What real Python clients make of both together, `npm run interop` shows.

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'old-release-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const publishAll = async () => {
  while ((await publishFiles(database.database, blobs)) > 0);
}
const keyOf = async (releaseId: string, path: string): Promise<string> => {
  const { rows } = await database.pool.query<{ sha256: string }>(
    'select sha256 from part where release_id = $1 and path = $2',
    [releaseId, path],
  )
  return rows[0]!.sha256
}
const replace = (releaseId: string, path: string, sha256: string) =>
  database.pool.query('update part set sha256 = $1 where release_id = $2 and path = $3', [
    sha256,
    releaseId,
    path,
  ])
async function parquet(key: string | Uint8Array): Promise<Record<string, unknown>[]> {
  const file = new Uint8Array(typeof key === 'string' ? await blobs.get(key) : key).buffer
  return (await parquetReadObjects({ file, compressors })) as Record<string, unknown>[]
}

/** Makes the files of a built release what they were without the column. */
async function asOld(releaseId: string): Promise<void> {
  const lines = zstdDecompressSync(await blobs.get(await keyOf(releaseId, 'rows.jsonl.zst'))).toString()
  const old = lines.replaceAll(/,"task_type":[^}]*\}\n/g, '}\n')
  expect(old, 'it was there').not.toBe(lines)
  await replace(releaseId, 'rows.jsonl.zst', await blobs.put(zstdCompressSync(old)))
  const [from, to] = [join(folder, 'from.parquet'), join(folder, 'to.parquet')] as const
  writeFileSync(from, await blobs.get(await keyOf(releaseId, 'rows-0.parquet')))
  await withDuckdb(folder, (run) =>
    run(
      `copy (select * exclude (task_type) from read_parquet(${literal(from)})) to ${literal(to)} (format parquet)`,
    ),
  )
  await replace(releaseId, 'rows-0.parquet', await blobs.put(readFileSync(to)))
}

test('[EXP-4, EXP-6] a release without a newer column is exported in every format, and its successor built beside it', async () => {
  const sale = await database.tx((ctx) => newSale(ctx, blobs, { items: ['a', 'b', 'c'], labelers: 2 }))
  await publishAll()
  await asOld(sale.release.id)
  const old = await keyOf(sale.release.id, 'rows.jsonl.zst')
  const exported = async (format: string, input = {}): Promise<Buffer> => {
    const copies: Buffer[] = []
    const rows = exportRows(blobs, old, formatOf(format), select(input), { zstd: false })
    for await (const chunk of rows) copies.push(Buffer.from(Uint8Array.from(chunk)))
    return Buffer.concat(copies)
  }
  const json = (await exported('jsonl'))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ExportRecord)
  expect(json.map((row) => [row.id, row.task_type ?? null])).toEqual([
    ['a', null],
    ['b', null],
    ['c', null],
  ])
  const [header, first] = (await exported('csv')).toString().split('\r\n')
  expect(header!.split(',')).toEqual(COLUMNS.map(({ name }) => name))
  expect(first!.endsWith(',')).toBe(true)
  const rows = await parquet(await exported('parquet'))
  expect(rows.map((row) => row.task_type)).toEqual([null, null, null])
  expect((await exported('jsonl', { where: ['task_type=choice'] })).toString()).toBe('')
  expect(
    (await exported('jsonl', { where: ['made_by=human'], columns: 'id,task_type' })).toString(),
  ).toContain('"id":"a"')

  const person = sale.people[0]!
  const actor = { kind: 'person' as const, personId: person.id, steward: false }
  await database.tx((ctx) => revoke(ctx, { poolId: sale.pool.id, consentId: person.consentId }), actor)
  await othersDone(database)
  await database.tx((ctx) => numberChanges(ctx, { deleteAfterSeconds: 1_000 }))
  await database.tx((ctx) => republishNext(ctx, blobs, { waitSeconds: 0 }))
  await publishAll()
  const next = (await database.tx((ctx) => latestRelease(ctx, sale.pool.id)))!
  const [before, after, changes] = await Promise.all([
    keyOf(sale.release.id, 'rows-0.parquet').then(parquet),
    keyOf(next.id, 'rows-0.parquet').then(parquet),
    keyOf(next.id, 'changes.parquet').then(parquet),
  ])
  expect(Object.keys(before[0]!)).not.toContain('task_type')
  expect(after.map((row) => [row.id, typeof row.task_type])).toEqual(before.map((row) => [row.id, 'string']))
  expect(changes.map((row) => row._change_type)).toEqual(before.map(() => 'update_postimage'))
})
