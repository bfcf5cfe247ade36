import type { Annotations } from './aggregation.ts'
import { assertAnnotations, malformed } from './errors.ts'
import { findTop } from './top.ts'

/** What the others say of each answer's task. Columns run like those of the annotations. */
export interface Others {
  /** Labelers of the task but this one. */
  count: Uint32Array
  /** Their most probable class; -1 where it is shared or there is nobody else. */
  label: Int32Array
  /** Its posterior, 0…1; 0 where `label` is -1. */
  confidence: Float64Array
}

/** Nobody is believed to be always right or always wrong. */
const FLOOR = 1e-6

/**
 * The streaming posterior of every answer's task with that answer's labeler left out: the peer check of a
 * window. One coin from a uniform start, with the reliabilities of the last refit, as `onlinePosterior`.
 * Further answers of the labeler to the task are left out too. O(answers × classes).
 * @throws aggregate/lengths-differ, aggregate/bad-reliability, and what `aggregate` throws on annotations
 */
export function leaveOneOut(a: Annotations, reliability: ArrayLike<number>): Others {
  assertAnnotations(a)
  const weight = readReliability(reliability, a)
  const K = a.classCount
  const logs = new Float64Array(a.taskCount * K)
  const people = new Uint32Array(a.taskCount)
  const own = groupOwn(a)
  for (let n = 0; n < a.task.length; n++) {
    logs[a.task[n]! * K + a.label[n]!]! += weight[a.labeler[n]!]!
    if (own[n] === n) people[a.task[n]!]! += 1
  }
  const repeats = Map.groupBy(
    own.keys().filter((n) => own[n] !== n),
    (n) => own[n]!,
  )
  const count = new Uint32Array(a.task.length)
  const label = new Int32Array(a.task.length).fill(-1)
  const confidence = new Float64Array(a.task.length)
  const row = new Float64Array(K)
  for (let n = 0; n < a.task.length; n++) {
    const at = a.task[n]! * K
    count[n] = people[a.task[n]!]! - 1
    if (count[n] === 0) continue
    for (let k = 0; k < K; k++) row[k] = logs[at + k]!
    for (const one of [own[n]!, ...(repeats.get(own[n]!) ?? [])]) {
      row[a.label[one]!]! -= weight[a.labeler[n]!]!
    }
    normalize(row)
    const top = findTop(row, 0, K)
    if (top.tied > 1) continue
    label[n] = top.label
    confidence[n] = row[top.label]!
  }
  return { count, label, confidence }
}

/** Per answer, the first answer of the same labeler to the same task. */
function groupOwn(a: Annotations): Uint32Array {
  const own = new Uint32Array(a.task.length)
  const first = new Map<number, number>()
  for (let n = 0; n < own.length; n++) {
    const key = a.task[n]! * a.labelerCount + a.labeler[n]!
    const before = first.get(key)
    if (before === undefined) first.set(key, n)
    own[n] = before ?? n
  }
  return own
}

/**
 * Logarithm of how much one answer of each labeler speaks for its class, p (K − 1) / (1 − p), to 2⁻³²: such
 * numbers add up exactly, so the order of the answers changes no bit.
 */
function readReliability(reliability: ArrayLike<number>, { labelerCount, classCount }: Annotations) {
  if (reliability.length !== labelerCount) {
    const message = `reliability has ${reliability.length} entries, of ${labelerCount} labelers.`
    throw malformed('lengths-differ', 'reliability', message, 'Give every labeler a reliability.')
  }
  return Float64Array.from(reliability, (share, j) => {
    if (!(share >= 0 && share <= 1)) {
      const hint = 'Give the estimated accuracy of the labeler, 0 to 1.'
      throw malformed('bad-reliability', `reliability.${j}`, `reliability.${j} is ${share}.`, hint)
    }
    const right = Math.min(1 - FLOOR, Math.max(FLOOR, share))
    return classCount < 2
      ? 0
      : Math.round(Math.log((right * (classCount - 1)) / (1 - right)) * 2 ** 32) / 2 ** 32
  })
}

function normalize(logs: Float64Array): void {
  const top = logs.reduce((most, value) => Math.max(most, value), -Infinity)
  let sum = 0
  for (let k = 0; k < logs.length; k++) {
    logs[k] = Math.exp(logs[k]! - top)
    sum += logs[k]!
  }
  for (let k = 0; k < logs.length; k++) logs[k]! /= sum
}
