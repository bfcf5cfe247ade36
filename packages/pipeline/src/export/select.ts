import type { Cells } from './cells.ts'
import { badFilter, unknownColumn } from './errors.ts'
import { COLUMNS, type Column } from './record.ts'

/** Which rows and columns of a release are wanted. A filter changes bytes, never money. */
export interface Selection {
  columns: readonly Column[]
  matches(row: Cells): boolean
  /** True when nothing is left out: the release's own files are what is wanted. */
  whole: boolean
}

export interface SelectionInput {
  /** Column names, separated by commas. */
  columns?: string | undefined
  /** 0 to 1. */
  minConfidence?: number | undefined
  language?: string | undefined
  /** The least level: `L1` takes L1, L2 and L3. */
  provenance?: string | undefined
  /** `column=value`, each must hold. */
  where?: readonly string[] | undefined
}

const NAMES: readonly string[] = COLUMNS.map((column) => column.name)

/** @throws RowrightError `export/unknown-column`, `export/bad-filter`, each naming its field. [EXP-6] */
export function select(input: SelectionInput): Selection {
  const columns =
    input.columns === undefined ? COLUMNS : input.columns.split(',').map((name) => columnOf(name.trim()))
  if (new Set(columns).size < columns.length) throw badFilter('columns', 'names, each once')
  const tests: ((row: Cells) => boolean)[] = []
  const { minConfidence, language, provenance } = input
  if (minConfidence !== undefined) {
    if (!(minConfidence >= 0 && minConfidence <= 1)) throw badFilter('minConfidence', 'a number from 0 to 1')
    tests.push((row) => (row('confidence') as number) >= minConfidence)
  }
  if (language !== undefined && !/^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(language))
    throw badFilter('language', 'a language range such as zh or zh-Hant')
  if (language !== undefined) tests.push((row) => inLanguage(row('language') as string | null, language))
  if (provenance !== undefined) {
    if (!/^L[0-3]$/.test(provenance)) throw badFilter('provenance', 'L0, L1, L2 or L3')
    tests.push((row) => (row('provenance') as string) >= provenance)
  }
  for (const condition of input.where ?? []) {
    const at = condition.indexOf('=')
    if (at < 1) throw badFilter('where', 'column=value')
    const { name } = columnOf(condition.slice(0, at), 'where')
    const value = condition.slice(at + 1)
    tests.push((row) => String(row(name) ?? '') === value)
  }
  return {
    columns,
    matches: (row) => tests.every((test) => test(row)),
    whole: tests.length === 0 && columns === COLUMNS,
  }
}

/** Basic filtering of RFC 4647: `zh` takes `zh` and `zh-Hant`. */
const inLanguage = (language: string | null, range: string): boolean =>
  language !== null && `${language.toLowerCase()}-`.startsWith(`${range.toLowerCase()}-`)

function columnOf(name: string, field = 'columns'): Column {
  const found = COLUMNS.find((column) => column.name === name)
  if (!found) throw unknownColumn(name, NAMES, field)
  return found
}
