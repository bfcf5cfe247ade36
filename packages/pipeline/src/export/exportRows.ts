import type { BlobStore } from '@rowright/db'
import { cellsOf } from './cells.ts'
import type { Format } from './formats/format.ts'
import { rawLines } from './lines.ts'
import { unzstd, zstd } from './packing.ts'
import { COLUMNS, type ExportRecord } from './record.ts'
import type { Selection } from './select.ts'

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
  const lines = selectedLines(blobs, key, selection)
  // The file has the records as jsonl writes them: what is taken whole is passed on as it is.
  const asTheyAre = format.name === 'jsonl' && selection.columns === COLUMNS
  const encoded = asTheyAre ? joined(lines) : format.encode(recordsIn(lines), selection.columns)
  return options.zstd ? zstd(encoded) : encoded
}

/** The lines that are wanted: only the columns that decide are read of each. */
async function* selectedLines(blobs: BlobStore, key: string, selection: Selection): AsyncGenerator<Buffer[]> {
  for await (const lines of rawLines(unzstd(blobs.stream(key)))) {
    const taken = selection.whole ? lines : lines.filter((line) => selection.matches(cellsOf(line)))
    if (taken.length > 0) yield taken
  }
}

async function* joined(batches: AsyncIterable<Buffer[]>): AsyncGenerator<Uint8Array> {
  for await (const lines of batches) yield Buffer.concat(lines)
}

async function* recordsIn(batches: AsyncIterable<Buffer[]>): AsyncGenerator<ExportRecord> {
  for await (const lines of batches)
    for (const line of lines) yield JSON.parse(line.toString()) as ExportRecord
}
