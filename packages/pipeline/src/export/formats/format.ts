import type { Column, ExportRecord } from '../record.ts'

/** One way of writing rows down. `CONTRIBUTING.md` shows how to add one. */
export interface Format {
  name: string
  mediaType: string
  extension: string
  /** Bytes of the file, made as they are asked for. @param columns those to write, in order. */
  encode(records: AsyncIterable<ExportRecord>, columns: readonly Column[]): AsyncIterable<Uint8Array>
}

/** Small pieces gathered into chunks of about 64 kB. */
export async function* chunked(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let held = ''
  for await (const piece of pieces) {
    held += piece
    if (held.length >= 65_536) {
      yield Buffer.from(held)
      held = ''
    }
  }
  if (held !== '') yield Buffer.from(held)
}
