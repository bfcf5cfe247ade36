import { Readable } from 'node:stream'
import { constants, createZstdCompress } from 'node:zlib'
import type { BlobStore } from '@rowright/db'
import { chunked, type Format } from './formats/format.ts'
import { linesOf, unzstd } from './lines.ts'
import { COLUMNS, type ExportRecord } from './record.ts'
import { type Selection, selected } from './select.ts'

/**
 * Rows of an edition in a format, made while they are read: memory does not grow with them, and a reader who goes away
 * stops the work. [EXP-6]
 * @param key of the edition's `rows.jsonl.zst`. @param options.zstd compresses the result (RFC 8878).
 */
export function exportRows(
  blobs: BlobStore,
  key: string,
  format: Format,
  selection: Selection,
  options: { zstd: boolean },
): AsyncIterable<Uint8Array> {
  // The file has the records as jsonl writes them: a line that is taken whole is passed on as it is.
  const asTheyAre = format.name === 'jsonl' && selection.columns === COLUMNS
  const encoded = asTheyAre
    ? chunked(selectedLines(blobs, key, selection))
    : format.encode(selected(recordsOf(blobs, key), selection), selection.columns)
  if (!options.zstd) return encoded
  const source = Readable.from(encoded)
  // The fastest level: it is made anew for each reader, and is within a few percent of the next ones.
  const packed = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 1 } })
  source.on('error', (error) => packed.destroy(error))
  packed.on('close', () => source.destroy())
  return source.pipe(packed)
}

async function* selectedLines(blobs: BlobStore, key: string, selection: Selection): AsyncGenerator<string> {
  for await (const line of linesOf(unzstd(blobs.stream(key))))
    if (selection.whole || selection.matches(JSON.parse(line) as ExportRecord)) yield `${line}\n`
}

/** The records of an edition. */
export async function* recordsOf(blobs: BlobStore, key: string): AsyncGenerator<ExportRecord> {
  for await (const line of linesOf(unzstd(blobs.stream(key)))) yield JSON.parse(line) as ExportRecord
}
