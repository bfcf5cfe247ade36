import { RowrightError } from '@rowright/protocol'

/** Nobody is believed to be always right or always wrong: one answer never decides for good. */
const FLOOR = 1e-6

/** What is believed of a task before its first answer. */
export function uniformPosterior(classCount: number): Float64Array {
  return new Float64Array(classCount).fill(1 / classCount)
}

/**
 * One more answer (one-coin: right with `reliability`, else any other class alike), in O(classes). Start
 * from `uniformPosterior`; the order of the answers does not matter. Returns a new row, which sums to 1.
 * The model of Toloka's dynamic overlap.
 * @throws aggregate/index-out-of-range, aggregate/bad-reliability
 */
export function onlinePosterior(posterior: Float64Array, label: number, reliability: number): Float64Array {
  const classCount = posterior.length
  if (!Number.isInteger(label) || label < 0 || label >= classCount) {
    throw new RowrightError('aggregate/index-out-of-range', `label is ${label}, of ${classCount}.`, {
      status: 422,
      field: 'label',
      hint: `Labels run from 0 to ${classCount - 1}.`,
    })
  }
  if (!(reliability >= 0 && reliability <= 1)) {
    throw new RowrightError('aggregate/bad-reliability', `reliability is ${reliability}.`, {
      status: 422,
      field: 'reliability',
      hint: 'Give the estimated accuracy of the labeler, 0 to 1.',
    })
  }
  if (classCount === 1) return posterior.slice()
  const right = Math.min(1 - FLOOR, Math.max(FLOOR, reliability))
  const wrong = (1 - right) / (classCount - 1)
  const next = new Float64Array(classCount)
  let sum = 0
  for (let k = 0; k < classCount; k++) {
    // Kept above zero, so that later answers can still bring a class back.
    next[k] = Math.max(posterior[k]! * (k === label ? right : wrong), Number.MIN_VALUE)
    sum += next[k]!
  }
  for (let k = 0; k < classCount; k++) next[k]! /= sum
  return next
}
