import type { Column, ExportRecord } from '../record.ts'
import { chunked, type Format } from './format.ts'

/** One JSON object a line (https://jsonlines.org). */
export const jsonl: Format = {
  name: 'jsonl',
  mediaType: 'application/x-ndjson',
  extension: 'jsonl',
  encode: (records, columns) => chunked(lines(records, columns)),
}

async function* lines(records: AsyncIterable<ExportRecord>, columns: readonly Column[]) {
  const names = columns.map((column) => column.name)
  for await (const record of records) yield `${JSON.stringify(record, names)}\n`
}
