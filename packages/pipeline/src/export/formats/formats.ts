import { unknownFormat } from '../errors.ts'
import { conll } from './conll.ts'
import { csv } from './csv.ts'
import type { Format } from './format.ts'
import { jsonl } from './jsonl.ts'
import { parquet } from './parquet.ts'

/** Every format there is. */
export const FORMATS: readonly Format[] = [jsonl, parquet, csv, conll]

/** @throws RowrightError `export/unknown-format`. */
export function formatOf(name: string): Format {
  const found = FORMATS.find((format) => format.name === name)
  if (!found)
    throw unknownFormat(
      name,
      FORMATS.map((format) => format.name),
    )
  return found
}
