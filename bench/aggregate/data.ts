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

/** Column names that public datasets use, in lower case. */
const COLUMNS = {
  task: ['task', 'item', 'question', 'example', 'object', 'task_id', 'item_id', 'taskid'],
  worker: ['worker', 'labeler', 'annotator', 'user', 'performer', 'worker_id', 'workerid', 'annotator_id'],
  label: ['label', 'answer', 'response', 'truth', 'gt', 'gold', 'class', 'category'],
} as const

/**
 * Reads `answers.csv` (task,worker,label) and `truth.csv` (task,label), with columns in any order. Exact duplicate
 * rows count once; a row without a label is no answer and no truth.
 */
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

/** The named columns of every row that has them all. */
function readTable(path: string, columns: (keyof typeof COLUMNS)[]): string[][] {
  if (!existsSync(path)) throw new BenchInputError(`There is no ${path}.`)
  const [header = [], ...rows] = parseRows(path)
  const names = header.map((name) => name.toLowerCase())
  const at = columns.map((column) =>
    names.findIndex((name) => COLUMNS[column].some((known) => known === name)),
  )
  if (at.includes(-1)) {
    throw new BenchInputError(
      `${path} starts with "${header.join()}"; its columns should be ${columns.join()}.`,
    )
  }
  return rows
    .map((row) =>
      at.map((column, c) => (columns[c] === 'label' ? labelOf(row[column] ?? '') : (row[column] ?? ''))),
    )
    .filter((row) => row.every((value) => value !== ''))
}

/** Tables saved as floats say 1.0 for the label 1. */
const labelOf = (text: string): string => (/^-?\d+\.0+$/.test(text) ? text.slice(0, text.indexOf('.')) : text)

function parseRows(path: string): string[][] {
  try {
    return parse(readFileSync(path), {
      bom: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
    })
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
