import type { Annotations } from './aggregation.ts'
import { assertAnnotations } from './errors.ts'

/** Annotations grouped by task: those of task i are `start[i]` up to `start[i + 1]`, by labeler, then label. */
export interface Arranged {
  taskCount: number
  labelerCount: number
  classCount: number
  start: Uint32Array
  labeler: Uint32Array
  label: Uint32Array
}

/** Longest task sorted by insertion; past it the native sort of packed keys is faster. */
const SHORT = 32

/**
 * Checks annotations and brings them into one canonical order, so that sums of floats, and with them every
 * result, do not depend on the order of the answers. A counting sort by task, then a sort within each task.
 */
export function arrange(a: Annotations): Arranged {
  assertAnnotations(a)
  const { taskCount, labelerCount, classCount } = a
  const start = new Uint32Array(taskCount + 1)
  for (const task of a.task) start[task + 1]! += 1
  for (let i = 0; i < taskCount; i++) start[i + 1]! += start[i]!
  const next = start.slice()
  const labeler = new Uint32Array(a.task.length)
  const label = new Uint32Array(a.task.length)
  for (let n = 0; n < a.task.length; n++) {
    const to = next[a.task[n]!]!++
    labeler[to] = a.labeler[n]!
    label[to] = a.label[n]!
  }
  const arranged = { taskCount, labelerCount, classCount, start, labeler, label }
  for (let i = 0; i < taskCount; i++) sortTask(arranged, start[i]!, start[i + 1]!)
  return arranged
}

function sortTask(a: Arranged, from: number, to: number): void {
  const { labeler, label, classCount } = a
  if (to - from > SHORT) {
    const keys = new Float64Array(to - from)
    for (let n = from; n < to; n++) keys[n - from] = labeler[n]! * classCount + label[n]!
    keys.sort()
    for (let n = from; n < to; n++) {
      labeler[n] = Math.floor(keys[n - from]! / classCount)
      label[n] = keys[n - from]! % classCount
    }
    return
  }
  for (let n = from + 1; n < to; n++) {
    const j = labeler[n]!
    const l = label[n]!
    let at = n
    while (at > from && (labeler[at - 1]! > j || (labeler[at - 1]! === j && label[at - 1]! > l))) {
      labeler[at] = labeler[at - 1]!
      label[at] = label[at - 1]!
      at--
    }
    labeler[at] = j
    label[at] = l
  }
}
