import type { Aggregation } from './aggregation.ts'
import type { Evidence } from './estimate.ts'
import { betaInterval } from './interval.ts'

/** Pseudo-answers at the pool's mean accuracy. */
const POOL_PRIOR = 5

type Reliabilities = Pick<Aggregation, 'reliability' | 'reliabilityLow' | 'reliabilityHigh'>

/**
 * Accuracy of every labeler: Beta(right + 5 m, wrong + 5 (1 − m)), m the pool's mean. On gold an answer is
 * right or wrong; elsewhere it is right with the posterior of its label; a task with a single answer and
 * no gold says nothing, since the answer would confirm itself.
 */
export function measureReliability(posterior: Float64Array, evidence: Evidence): Reliabilities {
  const { arranged: a, gold } = evidence
  const K = a.classCount
  const right = new Float64Array(a.labelerCount)
  const checked = new Uint32Array(a.labelerCount)
  for (let i = 0; i < a.taskCount; i++) {
    if (gold[i] === -1 && a.start[i + 1]! - a.start[i]! < 2) continue
    for (let n = a.start[i]!; n < a.start[i + 1]!; n++) {
      const j = a.labeler[n]!
      const label = a.label[n]!
      checked[j]! += 1
      right[j]! += gold[i] === -1 ? posterior[i * K + label]! : gold[i] === label ? 1 : 0
    }
  }
  const reliability = new Float64Array(a.labelerCount)
  const reliabilityLow = new Float64Array(a.labelerCount)
  const reliabilityHigh = new Float64Array(a.labelerCount)
  // One pseudo-answer midway between chance and certainty keeps the mean inside 0…1 (for one class it is 1).
  const known = right.reduce((sum, value) => sum + value, 0) + (1 + 1 / Math.max(1, K)) / 2
  const mean = known / (checked.reduce((sum, value) => sum + value, 0) + 1)
  for (let j = 0; j < a.labelerCount; j++) {
    const alpha = right[j]! + POOL_PRIOR * mean
    const beta = checked[j]! + POOL_PRIOR - alpha
    reliability[j] = alpha / (alpha + beta)
    const { low, high } = K < 2 ? { low: 1, high: 1 } : betaInterval(alpha, beta)
    reliabilityLow[j] = low
    reliabilityHigh[j] = high
  }
  return { reliability, reliabilityLow, reliabilityHigh }
}
