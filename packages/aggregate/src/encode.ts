import { RowrightError } from '@rowright/protocol'
import type { Annotations } from './aggregation.ts'

export interface Answer {
  task: string
  labeler: string
  label: string
}

export interface Encoded {
  annotations: Annotations
  /** Names by index, in code-unit order. */
  tasks: string[]
  labelers: string[]
  classes: string[]
  /** Rows dropped because they repeat another exactly. */
  duplicates: number
  /** Further, different labels of one labeler on one task. They are kept. */
  conflicting: number
}

/**
 * Turns named answers into indices. Names are sorted by code unit, so that the same answers in any order
 * give the same indices. `classes` fixes the classes and their order (a schema's, or an ordinal scale's).
 * @throws aggregate/unknown-label, aggregate/repeated-class
 */
export function encode(rows: Iterable<Answer>, classes?: readonly string[]): Encoded {
  const answers = new Map<string, Map<string, Set<string>>>()
  const labelers = new Set<string>()
  const labels = new Set<string>(classes)
  if (classes !== undefined && labels.size !== classes.length) {
    throw new RowrightError('aggregate/repeated-class', 'A class is listed twice.', {
      status: 422,
      field: 'classes',
      hint: 'List every class once.',
    })
  }
  let row = 0
  let kept = 0
  let conflicting = 0
  for (const { task, labeler, label } of rows) {
    if (classes !== undefined && !labels.has(label)) {
      throw new RowrightError('aggregate/unknown-label', `Row ${row} says ${JSON.stringify(label)}.`, {
        status: 422,
        field: `${row}.label`,
        hint: `The classes are ${classes.join(', ')}.`,
      })
    }
    row++
    labelers.add(labeler)
    labels.add(label)
    const ofTask = at(answers, task, () => new Map<string, Set<string>>())
    const said = at(ofTask, labeler, () => new Set<string>())
    if (said.has(label)) continue
    if (said.size > 0) conflicting++
    said.add(label)
    kept++
  }
  const names = { task: sorted(answers.keys()), labeler: sorted(labelers), label: classes ?? sorted(labels) }
  const annotations = index(answers, names, kept)
  const { task, labeler, label } = names
  return {
    annotations,
    tasks: task,
    labelers: labeler,
    classes: [...label],
    duplicates: row - kept,
    conflicting,
  }
}

function index(
  answers: Map<string, Map<string, Set<string>>>,
  names: { task: string[]; labeler: string[]; label: readonly string[] },
  length: number,
): Annotations {
  const labelerIndex = new Map(names.labeler.map((name, j) => [name, j]))
  const labelIndex = new Map(names.label.map((name, l) => [name, l]))
  const a: Annotations = {
    taskCount: names.task.length,
    labelerCount: names.labeler.length,
    classCount: names.label.length,
    task: new Uint32Array(length),
    labeler: new Uint32Array(length),
    label: new Uint32Array(length),
  }
  let n = 0
  for (const [i, task] of names.task.entries()) {
    for (const [labeler, said] of answers.get(task)!) {
      for (const label of said) {
        a.task[n] = i
        a.labeler[n] = labelerIndex.get(labeler)!
        a.label[n] = labelIndex.get(label)!
        n++
      }
    }
  }
  return a
}

function at<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) {
    value = make()
    map.set(key, value)
  }
  return value
}

/** The default sort compares code units: the same on every machine and in every locale. */
const sorted = (names: Iterable<string>): string[] => [...names].sort()
