import { RowrightError } from '@rowright/protocol'
import { CsvError, parse } from 'csv-parse/sync'
import { unreadablePart } from './readable.ts'

/** A row of an upload with its line, from 1. */
export interface UploadRow {
  line: number
  row: Record<string, unknown>
}

const MOST_ROWS = 200_000

const unreadable = (message: string, line?: number) =>
  new RowrightError('upload/unreadable', line === undefined ? message : `Line ${line}: ${message}`, {
    status: 422,
    field: 'body',
    hint: 'Send NDJSON (one JSON object a line, application/x-ndjson) or CSV with a header (text/csv), in UTF-8. Nothing was kept.',
    context: line === undefined ? {} : { line },
  })

/** Reads NDJSON or CSV (RFC 4180, with a header). @throws RowrightError `upload/unreadable` with the line. */
export function parseUpload(body: string, contentType: string): UploadRow[] {
  const type = contentType.split(';')[0]!.trim().toLowerCase()
  const rows =
    type === 'text/csv'
      ? parseCsv(body)
      : type === 'application/x-ndjson' || type === 'application/jsonl'
        ? parseNdjson(body)
        : null
  if (rows === null) {
    throw new RowrightError('upload/unknown-type', `"${type || 'nothing'}" is not a type this takes.`, {
      status: 415,
      field: 'content-type',
      hint: 'Send application/x-ndjson or text/csv.',
    })
  }
  for (const { line, row } of rows) {
    const bad = unreadablePart(row)
    if (bad) throw unreadable(`${bad.what}${bad.path ? ` (in "${bad.path.slice(0, 80)}")` : ''}.`, line)
  }
  if (rows.length === 0) throw unreadable('the file has no rows.')
  if (rows.length > MOST_ROWS)
    throw unreadable(`the file has ${rows.length} rows; at most ${MOST_ROWS} go at once.`)
  return rows
}

function parseNdjson(body: string): UploadRow[] {
  return body.split('\n').flatMap((text, i) => {
    if (text.trim() === '') return []
    let row: unknown
    try {
      row = JSON.parse(text)
    } catch (error) {
      throw unreadable(`not JSON: ${(error as Error).message}.`, i + 1)
    }
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      throw unreadable('not a JSON object.', i + 1)
    return [{ line: i + 1, row: row as Record<string, unknown> }]
  })
}

function parseCsv(body: string): UploadRow[] {
  try {
    const found = parse(body, {
      columns: checkedHeader,
      bom: true,
      skip_empty_lines: true,
      info: true,
      trim: true,
    }) as unknown as {
      record: Record<string, string>
      info: { lines: number }
    }[]
    return found.map(({ record, info }) => ({ line: info.lines, row: record }))
  } catch (error) {
    if (error instanceof CsvError)
      throw unreadable(`${error.message}.`, (error as unknown as { lines?: number }).lines)
    throw error
  }
}

/** A name that is empty, repeated or magic would lose its column without a word. */
function checkedHeader(names: string[]): string[] {
  for (const [i, name] of names.entries()) {
    if (name === '') throw unreadable(`column ${i + 1} has no name.`, 1)
    if (name === '__proto__') throw unreadable('the column "__proto__" is not taken.', 1)
    if (names.indexOf(name) !== i) throw unreadable(`the column "${name.slice(0, 80)}" is there twice.`, 1)
  }
  return names
}
