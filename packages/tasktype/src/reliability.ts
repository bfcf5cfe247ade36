import { betaInterval } from '@rowright/aggregate'
import type { Reliability, Said } from './taskType.ts'

/** Pseudo-answers at the pool's mean, as `aggregate` has them. */
const POOL_PRIOR = 5

/**
 * How often labelers agree with the result of their tasks, where answers are no classes, leaning by 5 on the pool's
 * mean: the chance that `agrees` will say yes, which is what a belief and a check need. A task with a single answer says
 * nothing: it would confirm itself.
 */
export function reliabilityBy<Value>(
  said: readonly Said<Value>[],
  results: ReadonlyMap<string, Value>,
  agrees: (value: Value, result: Value) => boolean,
): Map<string, Reliability> {
  const answers = new Map<string, number>()
  for (const { task } of said) answers.set(task, (answers.get(task) ?? 0) + 1)
  const right = new Map<string, number>()
  const checked = new Map<string, number>()
  let sum = 0.75
  let count = 1
  for (const { task, labeler, value } of said) {
    if (!checked.has(labeler)) checked.set(labeler, 0)
    if (answers.get(task)! < 2) continue
    const one = agrees(value, results.get(task)!) ? 1 : 0
    right.set(labeler, (right.get(labeler) ?? 0) + one)
    checked.set(labeler, checked.get(labeler)! + 1)
    sum += one
    count++
  }
  const mean = sum / count
  return new Map(
    [...checked].map(([labeler, n]) => {
      const alpha = (right.get(labeler) ?? 0) + POOL_PRIOR * mean
      const beta = Math.max(1e-9, n + POOL_PRIOR - alpha)
      return [labeler, { accuracy: alpha / (alpha + beta), ...betaInterval(alpha, beta) }]
    }),
  )
}

/** How many labelers gave each answer. */
export function votesOf<Value>(
  said: readonly Said<Value>[],
  name: (value: Value) => string,
): Record<string, number> {
  const votes = new Map<string, number>()
  for (const { value } of said) votes.set(name(value), (votes.get(name(value)) ?? 0) + 1)
  return Object.fromEntries(votes)
}
