import type { Column, ExportRecord } from '../record.ts'
import { chunked, type Format } from './format.ts'

/** Comma-separated values with a header (RFC 4180): CRLF, quotes doubled; null is nothing, empty text is `""`. */
export const csv: Format = {
  name: 'csv',
  mediaType: 'text/csv; charset=utf-8; header=present',
  extension: 'csv',
  encode: (records, columns) => chunked(lines(records, columns)),
}

async function* lines(records: AsyncIterable<ExportRecord>, columns: readonly Column[]) {
  yield `${columns.map((column) => column.name).join(',')}\r\n`
  for await (const record of records)
    yield `${columns.map((column) => field(record[column.name])).join(',')}\r\n`
}

function field(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  return value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
