import { Readable } from 'node:stream'
import { createZstdCompress } from 'node:zlib'
import type { BlobStore } from '@rowright/db'
import type { Format } from './formats/format.ts'
import { linesOf, unzstd } from './lines.ts'
import type { ExportRecord } from './record.ts'
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
  const encoded = format.encode(selected(recordsOf(blobs, key), selection), selection.columns)
  if (!options.zstd) return encoded
  const source = Readable.from(encoded)
  const packed = createZstdCompress()
  source.on('error', (error) => packed.destroy(error))
  packed.on('close', () => source.destroy())
  return source.pipe(packed)
}

/** The records of an edition. */
export async function* recordsOf(blobs: BlobStore, key: string): AsyncGenerator<ExportRecord> {
  for await (const line of linesOf(unzstd(blobs.stream(key)))) yield JSON.parse(line) as ExportRecord
}
