import { betaInterval } from './interval.ts'

/** Per labeler: the share of answers that are right, and the 95 % interval it lies in. */
export interface ShareRight {
  reliability: Float64Array
  reliabilityLow: Float64Array
  reliabilityHigh: Float64Array
}

/** Pseudo-answers at the pool's mean accuracy. */
const POOL_PRIOR = 5

/**
 * Beta(right + 5 m, wrong + 5 (1 − m)) per labeler, m the pool's mean; `right` may be a sum of probabilities.
 * One pseudo-answer midway between `chance` and certainty keeps the mean inside 0…1. Where chance is 1 every
 * answer is right.
 */
export function shareRight(right: ArrayLike<number>, checked: ArrayLike<number>, chance: number): ShareRight {
  const count = right.length
  const reliability = new Float64Array(count)
  const reliabilityLow = new Float64Array(count)
  const reliabilityHigh = new Float64Array(count)
  const mean = (total(right) + (1 + chance) / 2) / (total(checked) + 1)
  for (let j = 0; j < count; j++) {
    const alpha = right[j]! + POOL_PRIOR * mean
    const beta = Math.max(1e-9, checked[j]! + POOL_PRIOR - alpha)
    reliability[j] = alpha / (alpha + beta)
    const { low, high } = chance === 1 ? { low: 1, high: 1 } : betaInterval(alpha, beta)
    reliabilityLow[j] = low
    reliabilityHigh[j] = high
  }
  return { reliability, reliabilityLow, reliabilityHigh }
}

function total(values: ArrayLike<number>): number {
  let sum = 0
  for (let j = 0; j < values.length; j++) sum += values[j]!
  return sum
}
