import { RowrightError } from '@rowright/protocol'
import type { Annotations, Gold } from './aggregation.ts'

/** Bytes that one method may take for its confusion matrices; past it a simpler method has to do. */
const MATRIX_LIMIT = 2 ** 30

/** Input that cannot be meant: 422, with the field at fault. */
export const malformed = (code: string, field: string, message: string, hint: string) =>
  new RowrightError(`aggregate/${code}`, message, { status: 422, field, hint })

/** @throws aggregate/bad-count, aggregate/lengths-differ, aggregate/index-out-of-range */
export function assertAnnotations(a: Annotations): void {
  for (const field of ['taskCount', 'labelerCount', 'classCount'] as const) assertCount(field, a[field])
  for (const field of ['labeler', 'label'] as const) {
    if (a[field].length === a.task.length) continue
    const message = `${field} has ${a[field].length} entries, task has ${a.task.length}.`
    throw malformed('lengths-differ', field, message, 'Give every answer a task, a labeler and a label.')
  }
  assertBelow('task', a.task, a.taskCount)
  assertBelow('labeler', a.labeler, a.labelerCount)
  assertBelow('label', a.label, a.classCount)
}

/**
 * Known label of each task, -1 where there is none.
 * @throws aggregate/lengths-differ, aggregate/index-out-of-range, aggregate/gold-contradicts-itself
 */
export function readGold(gold: Gold | undefined, taskCount: number, classCount: number): Int32Array {
  const known = new Int32Array(taskCount).fill(-1)
  if (gold === undefined) return known
  if (gold.label.length !== gold.task.length) {
    const message = `gold.label has ${gold.label.length} entries, gold.task has ${gold.task.length}.`
    throw malformed('lengths-differ', 'gold.label', message, 'Give every gold a task and a label.')
  }
  assertBelow('gold.task', gold.task, taskCount)
  assertBelow('gold.label', gold.label, classCount)
  for (let g = 0; g < gold.task.length; g++) {
    const task = gold.task[g]!
    const label = gold.label[g]!
    if (known[task] !== -1 && known[task] !== label) {
      const message = `Gold says both ${known[task]} and ${label} for task ${task}.`
      throw malformed('gold-contradicts-itself', `gold.label.${g}`, message, 'Give each gold one label.')
    }
    known[task] = label
  }
  return known
}

/** @throws aggregate/bad-count */
export function assertIterations(maxIterations: number | undefined): void {
  if (maxIterations === undefined || (Number.isSafeInteger(maxIterations) && maxIterations > 0)) return
  const message = `maxIterations is ${maxIterations}.`
  throw malformed('bad-count', 'maxIterations', message, 'Give a whole number from 1, or leave it out.')
}

/** @throws aggregate/bad-count */
export function assertCount(field: string, count: number): void {
  if (Number.isSafeInteger(count) && count >= 0) return
  throw malformed('bad-count', field, `${field} is ${count}.`, 'Give a whole number from 0.')
}

/** @throws aggregate/index-out-of-range */
export function assertIndex(field: string, index: number, count: number): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return
  const hint = count === 0 ? 'There is nothing to count.' : `Indices run from 0 to ${count - 1}.`
  throw malformed('index-out-of-range', field, `${field} is ${index}, of ${count}.`, hint)
}

/** Whether labelerCount matrices of classCount² floats (counts and logarithms) stay within the limit. */
export function matricesFit(a: { labelerCount: number; classCount: number }): boolean {
  return 2 * 8 * a.labelerCount * a.classCount ** 2 <= MATRIX_LIMIT
}

/** @throws aggregate/too-many-classes */
export function assertMatricesFit(a: { labelerCount: number; classCount: number }): void {
  if (matricesFit(a)) return
  const message = `${a.labelerCount} labelers × ${a.classCount}² classes need more than 1 GiB.`
  throw malformed('too-many-classes', 'method', message, 'Use onecoin, mace, wawa or majority.')
}

function assertBelow(field: string, values: ArrayLike<number>, count: number): void {
  for (let n = 0; n < values.length; n++) {
    const value = values[n]!
    if (value >= 0 && value < count && Number.isInteger(value)) continue
    assertIndex(`${field}.${n}`, value, count)
  }
}
