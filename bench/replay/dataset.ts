import { existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { CsvError, parse } from 'csv-parse/sync'

import { ReplayError } from './errors.ts'

export interface Answer {
  task: string
  worker: string
  label: string
}

/** What people answered, as it was recorded. */
export interface Dataset {
  name: string
  /** Answered tasks, in order of first appearance. */
  tasks: string[]
  /** The answers to replay: the first of each worker on each task, in file order. */
  answers: Answer[]
  /** The same by worker. */
  byWorker: Map<string, Answer[]>
  /** Rows after exact duplicates, the conflicting ones included. */
  rows: number
  /** Further, different labels of one worker on one task. */
  conflicting: number
  /** Known answers of answered tasks. */
  truth: Map<string, string>
  /** Every label that was answered or is true. */
  labels: string[]
}

/** Reads `answers.csv` and, if there is one, `truth.csv`. @throws ReplayError naming file and line. */
export function readDataset(folder: string): Dataset {
  const recorded = readTable(join(folder, 'answers.csv'), ['task', 'worker', 'label'])
  const truthFile = join(folder, 'truth.csv')
  const known = existsSync(truthFile) ? readTable(truthFile, ['task', 'label']) : []
  const answers = recorded.map(([task, worker, label]) => ({ task: task!, worker: worker!, label: label! }))
  return toDataset(basename(resolve(folder)), answers, new Map(known.map(([task, label]) => [task!, label!])))
}

export function toDataset(name: string, recorded: Answer[], known: Map<string, string>): Dataset {
  const said = new Map<string, Set<string>>()
  const answers: Answer[] = []
  let rows = 0
  for (const answer of recorded) {
    const key = JSON.stringify([answer.task, answer.worker])
    const labels = said.get(key) ?? new Set<string>()
    if (labels.has(answer.label)) continue
    rows++
    if (labels.size === 0) answers.push(answer)
    said.set(key, labels.add(answer.label))
  }
  if (answers.length === 0) throw new ReplayError(`${name} has no answers.`)
  const tasks = [...new Set(answers.map((answer) => answer.task))]
  const truth = new Map(tasks.flatMap((task) => (known.has(task) ? [[task, known.get(task)!]] : [])))
  return {
    name,
    tasks,
    answers,
    byWorker: Map.groupBy(answers, (answer) => answer.worker),
    rows,
    conflicting: rows - answers.length,
    truth,
    labels: [...new Set([...answers.map((answer) => answer.label), ...truth.values()])].sort(),
  }
}

/** The named columns of a CSV file (RFC 4180), whatever others it has. */
function readTable(path: string, columns: string[]): string[][] {
  if (!existsSync(path)) throw new ReplayError(`There is no ${path}.`)
  const [header, ...rows] = parseRows(path)
  const places = columns.map((column) => (header ?? []).indexOf(column))
  if (places.includes(-1))
    throw new ReplayError(
      `${path} starts with "${header?.join() ?? ''}"; it must have the columns ${columns.join()}.`,
    )
  return rows.map((row) => places.map((place) => row[place]!))
}

function parseRows(path: string): string[][] {
  try {
    return parse(readFileSync(path), { bom: true, skip_empty_lines: true, trim: true })
  } catch (error) {
    if (error instanceof CsvError) throw new ReplayError(`${path}: ${error.message}.`, { cause: error })
    throw new ReplayError(`${path} cannot be read: ${(error as Error).message}.`, { cause: error })
  }
}
