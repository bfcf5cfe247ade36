import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { folderBlobStore } from '@rowright/db'
import { afterAll, expect, test } from 'vitest'
import { COLUMNS, type ExportRecord, exportRows, formatOf, release, select } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'rows-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Enough for many chunks; every hundredth line is longer than one. */
const RECORDS = Array.from({ length: 1_500 }, (_, n) => {
  const empty = Object.fromEntries(COLUMNS.map(({ name, type }) => [name, type === 'string' ? '' : 0]))
  const payload = JSON.stringify({ text: '台北'.repeat(n % 100 === 7 ? 60_000 : 300 + (n % 13)) })
  return {
    ...empty,
    ...{ row_id: String(n), payload, confidence: n / 1_500, language: n % 2 ? 'en' : null },
  } as ExportRecord
})
const lines = (records: readonly Partial<ExportRecord>[]) =>
  records.map((one) => `${JSON.stringify(one)}\n`).join('')
const stored = () => blobs.put(zstdCompressSync(lines(RECORDS)))

async function written(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const copies: Buffer[] = []
  for await (const chunk of chunks) {
    copies.push(Buffer.from(Uint8Array.from(chunk)))
    // As the front door does: whatever would still be read of it is lost.
    release(chunk)
  }
  return Buffer.concat(copies)
}

test('[EXP-4, EXP-6] memory that is given back while rows are read was nobody else’s', async () => {
  const key = await stored()
  const sure = { minConfidence: 0.25, language: 'en' }
  const wanted = RECORDS.filter((one) => one.confidence >= 0.25 && one.language === 'en')
  const rows = (zstd: boolean, input = {}, format = 'jsonl') =>
    written(exportRows(blobs, key, formatOf(format), select(input), { zstd }))
  expect((await rows(false)).toString() === lines(RECORDS)).toBe(true)
  expect(zstdDecompressSync(await rows(true)).toString() === lines(RECORDS)).toBe(true)
  expect((await rows(false, sure)).toString() === lines(wanted)).toBe(true)
  expect(zstdDecompressSync(await rows(true, sure)).toString() === lines(wanted)).toBe(true)
  const narrow = lines(wanted.map(({ row_id, payload }) => ({ row_id, payload })))
  expect((await rows(true, { ...sure, columns: 'row_id,payload' })).length).toBeGreaterThan(0)
  expect((await rows(false, { ...sure, columns: 'row_id,payload' })).toString() === narrow).toBe(true)
  expect(
    (await rows(false, { ...sure, columns: 'row_id' }, 'csv')).toString().split('\r\n').slice(1, -1),
  ).toEqual(wanted.map((one) => one.row_id))
})

test('[EXP-6] a reader who goes away ends the work, before the first row and after it', async () => {
  const key = await stored()
  for (const zstd of [false, true]) {
    const all = exportRows(blobs, key, formatOf('jsonl'), select({}), { zstd })[Symbol.asyncIterator]()
    expect((await all.next()).done).toBe(false)
    await all.return?.()
    expect((await all.next()).done).toBe(true)
  }
  const missing = exportRows(blobs, 'ab'.repeat(32), formatOf('jsonl'), select({}), { zstd: true })
  await expect(written(missing)).rejects.toThrow(/ENOENT/)
})
