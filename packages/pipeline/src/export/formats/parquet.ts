import { encodeParquet, SERVED } from '../parquet.ts'
import type { Format } from './format.ts'

/** Apache Parquet with zstd, made as it is read: its footer, which comes last, is small. */
export const parquet: Format = {
  name: 'parquet',
  mediaType: 'application/vnd.apache.parquet',
  extension: 'parquet',
  encode: (records, columns) => encodeParquet(records, columns, SERVED),
}
