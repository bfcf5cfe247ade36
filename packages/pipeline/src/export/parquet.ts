import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { Column, ExportRecord } from './record.ts'

/** What a row group holds at most, whichever comes first: readers and the writer hold one of them in memory. */
export interface GroupSize {
  rows: number
  /** Of all text cells together, in UTF-16 code units. */
  characters: number
}

/** Of files that are built once: few requests for who reads them over HTTP, and small enough for Arrow's allocator. */
export const BUILT: GroupSize = { rows: 51_200, characters: 64_000_000 }

/** Of files made while they are asked for, by a process that has others to answer in between. */
export const SERVED: GroupSize = { rows: 8_192, characters: 8_000_000 }

/** Bytes of a page before it is packed: more is faster to read whole, less is finer to skip by. */
const PAGE_BYTES = 8_388_608

type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema']
type Cell = string | number | null
/** A row, or a change of one; a column that it lacks is null. */
export type ParquetRow = Readonly<Partial<ExportRecord> & { _change_type?: string }>
export type ParquetColumn = Pick<Column, 'type'> & { name: keyof ParquetRow }

/**
 * Apache Parquet with zstd, a row group at a time: statistics of every column chunk, and a page index of those that have
 * more than one page. Memory is one row group, however many rows there are and however long they are. [EXP-4]
 */
export async function* encodeParquet(
  rows: AsyncIterable<ParquetRow>,
  columns: readonly ParquetColumn[],
  most: GroupSize,
): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter()
  const file = new ParquetWriter({
    writer,
    schema: schemaOf(columns),
    codec: 'ZSTD',
    compressors: { ZSTD: (bytes) => zstdCompressSync(bytes) },
    createdBy: 'rowright',
  })
  const group = new Group(columns)
  for await (const row of rows) {
    group.add(row)
    if (group.rows < most.rows && group.characters < most.characters) continue
    group.writeTo(file)
    yield taken(writer)
  }
  if (group.rows > 0) group.writeTo(file)
  file.finish()
  yield taken(writer)
}

/** The rows of a Parquet file of ours, a row group at a time. */
export async function* readParquet(path: string): AsyncGenerator<ParquetRow> {
  const file = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file)
  let rowStart = 0
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows)
    const options = { file, metadata, compressors: UNPACK, rowStart, rowEnd }
    yield* (await parquetReadObjects(options)) as ParquetRow[]
    rowStart = rowEnd
  }
}

const UNPACK = { ZSTD: (bytes: Uint8Array) => zstdDecompressSync(bytes) }

/** Every column may be null: deleted rows have nothing but their names, and schemas grow. */
const schemaOf = (columns: readonly ParquetColumn[]): Schema => [
  { name: 'root', num_children: columns.length },
  ...columns.map(({ name, type }): Schema[number] => ({
    name,
    repetition_type: 'OPTIONAL',
    ...PHYSICAL[type],
  })),
]

const PHYSICAL = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  double: { type: 'DOUBLE' },
  integer: { type: 'INT32' },
} as const

/** Cells of the rows of a row group, by column. */
class Group {
  rows = 0
  characters = 0
  #cells: Cell[][] = []
  readonly #columns: readonly ParquetColumn[]

  constructor(columns: readonly ParquetColumn[]) {
    this.#columns = columns
    this.#clear()
  }

  add(row: ParquetRow): void {
    for (const [at, { name }] of this.#columns.entries()) {
      const cell = row[name] ?? null
      this.#cells[at]!.push(cell)
      if (typeof cell === 'string') this.characters += cell.length
    }
    this.rows++
  }

  /** Writes the row group and is empty again. */
  writeTo(file: ParquetWriter): void {
    file.write({
      columnData: this.#columns.map(({ name }, at) => ({ name, data: this.#cells[at]!, columnIndex: true })),
      rowGroupSize: this.rows,
      pageSize: PAGE_BYTES,
    })
    this.#clear()
  }

  #clear(): void {
    this.#cells = this.#columns.map(() => [])
    this.rows = 0
    this.characters = 0
  }
}

/** The bytes written since the last time. */
function taken(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice()
  writer.index = 0
  return bytes
}
