import { CsvError, parse } from 'csv-parse/browser/esm/sync'

export type Row = Record<string, unknown>
export type UploadType = 'application/x-ndjson' | 'text/csv'

export interface FirstRows {
  rows: Row[]
  /** The line that cannot be read, from 1, and why; the server says the same about the whole file. */
  fault: { line: number; reason: string } | null
}

// Enough for the rows that are shown; the rest of a large file is not read twice.
const headChars = 200_000

/** What a file is, by its name, else by its first character: NDJSON begins with a brace. */
export function uploadType(name: string | null, text: string): UploadType {
  if (name && /\.csv$/i.test(name)) return 'text/csv'
  if (name && /\.(jsonl|ndjson|json)$/i.test(name)) return 'application/x-ndjson'
  return text.trimStart().startsWith('{') ? 'application/x-ndjson' : 'text/csv'
}

/** The first rows of an upload, to be looked at before it is sent. */
export function firstRows(text: string, type: UploadType, most: number): FirstRows {
  return type === 'text/csv' ? fromCsv(text, most) : fromNdjson(text, most)
}

function fromNdjson(text: string, most: number): FirstRows {
  const rows: Row[] = []
  let line = 0
  for (const one of text.slice(0, headChars).split('\n')) {
    line += 1
    if (one.trim() === '') continue
    // The cut may have gone through the last line.
    if (rows.length === most || (rows.length > 0 && line * 2 > headChars)) break
    try {
      const row: unknown = JSON.parse(one)
      if (typeof row !== 'object' || row === null || Array.isArray(row)) {
        return { rows, fault: { line, reason: 'not an object' } }
      }
      rows.push(row as Row)
    } catch (error) {
      if (text.length > headChars && rows.length > 0) break
      return { rows, fault: { line, reason: error instanceof Error ? error.message : String(error) } }
    }
  }
  return { rows, fault: null }
}

function fromCsv(text: string, most: number): FirstRows {
  try {
    const rows: Row[] = parse(text.slice(0, headChars), {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      trim: true,
      to: most,
    })
    return { rows, fault: null }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = 'lines' in error && typeof error.lines === 'number' ? error.lines : 1
    return { rows: [], fault: { line, reason: error.message } }
  }
}

/** One line of a text, from 1, cut to what fits a message. */
export function lineOf(text: string, line: number): string {
  const found = text.split('\n', line)[line - 1] ?? ''
  return found.length > 240 ? `${found.slice(0, 240)}…` : found
}
