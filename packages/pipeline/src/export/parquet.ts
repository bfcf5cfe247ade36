import { literal } from './duckdb.ts'
import type { Column } from './record.ts'

const TYPES = { string: 'VARCHAR', double: 'DOUBLE', integer: 'INTEGER' } as const

/**
 * How DuckDB reads a file of our records: every column by its declared type, nothing guessed.
 * @param longest bytes of its longest line: DuckDB's buffer is twice that, and it refuses longer ones.
 */
export function readRecords(path: string, columns: readonly Column[], longest: number): string {
  const types = columns.map(({ name, type }) => `${name}: '${TYPES[type]}'`).join(', ')
  const compression = path.endsWith('.zst') ? 'zstd' : 'uncompressed'
  return `read_json(${literal(path)}, format='newline_delimited', compression='${compression}',
    maximum_object_size=${Math.max(1_048_576, longest + 1)}, columns={${types}})`
}

export const columnList = (columns: readonly Column[]): string =>
  columns.map((column) => column.name).join(', ')

/** A null of each column's type: what a deleted row has left. */
export const nulls = (columns: readonly Column[]): string =>
  columns.map(({ name, type }) => `null::${TYPES[type]} as ${name}`).join(', ')
