import { existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { type Answer, type Encoded, encode } from '@rowright/aggregate'
import { CsvError, parse } from 'csv-parse/sync'

export interface Dataset extends Encoded {
  name: string
  /** Tasks that have a truth and an answer. `label` is -1 for a truth that nobody ever answered. */
  truth: { task: number; label: number }[]
}

/** A wrong call: one sentence for the person who made it. */
export class BenchInputError extends Error {
  override readonly name = 'BenchInputError'
}

/** Reads `answers.csv` (task,worker,label) and `truth.csv` (task,label). Exact duplicate rows count once. */
export function readDataset(folder: string | undefined): Dataset {
  if (folder === undefined)
    throw new BenchInputError('Give the folder of a dataset (answers.csv, truth.csv).')
  const answers = readTable(join(folder, 'answers.csv'), ['task', 'worker', 'label'])
  const rows: Answer[] = answers.map(([task, labeler, label]) => ({
    task: task!,
    labeler: labeler!,
    label: label!,
  }))
  const encoded = encode(rows)
  const taskIndex = new Map(encoded.tasks.map((name, i) => [name, i]))
  const classIndex = new Map(encoded.classes.map((name, l) => [name, l]))
  const truth = new Map<number, number>()
  for (const [name, label] of readTable(join(folder, 'truth.csv'), ['task', 'label'])) {
    const task = taskIndex.get(name!)
    if (task !== undefined) truth.set(task, classIndex.get(label!) ?? -1)
  }
  if (truth.size === 0) throw new BenchInputError(`${folder} has no answered task with a truth.`)
  const name = basename(resolve(folder))
  return { name, ...encoded, truth: [...truth].map(([task, label]) => ({ task, label })) }
}

function readTable(path: string, columns: string[]): string[][] {
  if (!existsSync(path)) throw new BenchInputError(`There is no ${path}.`)
  const [header, ...rows] = parseRows(path)
  if (header?.join() !== columns.join()) {
    throw new BenchInputError(`${path} starts with "${header?.join() ?? ''}", not "${columns.join()}".`)
  }
  return rows
}

function parseRows(path: string): string[][] {
  try {
    return parse(readFileSync(path), { bom: true, skip_empty_lines: true, trim: true })
  } catch (error) {
    if (error instanceof CsvError) throw new BenchInputError(`${path}: ${error.message}.`, { cause: error })
    throw error
  }
}

/** Runs a benchmark: what it returns is the last line; a wrong call is one sentence and exit code 1. */
export function report(run: () => Record<string, unknown>): void {
  try {
    console.log(JSON.stringify(run()))
  } catch (error) {
    // parseArgs throws TypeErrors with a code of its own for unknown options.
    if (!(error instanceof BenchInputError || (error instanceof TypeError && 'code' in error))) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

/** An option that must be a whole number from `least`. */
export function readCount(name: string, text: string, least: number): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= least) return value
  throw new BenchInputError(`--${name} is "${text}", not a whole number from ${least}.`)
}

export const round = (value: number, digits: number): number => Number(value.toFixed(digits))
