import type { Arranged } from './arrange.ts'
import { MAX_ITERATIONS, RESCALE_MASK, rescale, TOLERANCE, writePosterior } from './normalize.ts'
import type { Estimate } from './vote.ts'

/** Pseudo-answers at the pool's mean accuracy. */
const POOL_PRIOR = 5
/** Nobody is believed to be always right or always wrong. */
const FLOOR = 1e-6

interface OneCoinOptions {
  classPrior?: Float64Array | undefined
  maxIterations?: number | undefined
}

/**
 * One-coin Dawid–Skene ("ZenCrowd", Demartini 2012): a labeler is right with p, else any other class alike.
 * The class prior is uniform or given, never estimated here: that can collapse (relevance 19 %, trec 56 %).
 */
export function onecoin(
  a: Arranged,
  from: Float64Array,
  { classPrior, maxIterations = MAX_ITERATIONS }: OneCoinOptions = {},
): Estimate {
  const { classCount: K, taskCount } = a
  const posterior = from.slice()
  const odds = new Float64Array(a.labelerCount)
  const row = new Float64Array(K)
  const prior = classPrior ?? new Float64Array(K).fill(1 / K)
  let iterations = 0
  while (iterations < maxIterations) {
    iterations++
    fit(a, posterior, odds)
    let moved = 0
    let answered = 0
    for (let i = 0; i < taskCount; i++) {
      const end = a.start[i + 1]!
      if (a.start[i] === end) continue
      answered++
      row.set(prior)
      for (let n = a.start[i]!; n < end; n++) {
        row[a.label[n]!]! *= odds[a.labeler[n]!]!
        if (((n - a.start[i]!) & RESCALE_MASK) === RESCALE_MASK) rescale(row)
      }
      moved += writePosterior(row, posterior, i * K)
    }
    if (moved <= TOLERANCE * answered) break
  }
  return { posterior, iterations }
}

/** By how much one answer of each labeler speaks for its class: p (K − 1) / (1 − p). */
function fit(a: Arranged, posterior: Float64Array, odds: Float64Array): void {
  const K = a.classCount
  const right = new Float64Array(a.labelerCount)
  const all = new Uint32Array(a.labelerCount)
  for (let i = 0; i < a.taskCount; i++) {
    for (let n = a.start[i]!; n < a.start[i + 1]!; n++) {
      right[a.labeler[n]!]! += posterior[i * K + a.label[n]!]!
      all[a.labeler[n]!]! += 1
    }
  }
  const pool = right.reduce((sum, value) => sum + value, 0) / Math.max(1, a.label.length)
  for (let j = 0; j < a.labelerCount; j++) {
    const p = (right[j]! + POOL_PRIOR * pool) / (all[j]! + POOL_PRIOR)
    const bounded = Math.min(1 - FLOOR, Math.max(FLOOR, p))
    odds[j] = (bounded * (K - 1)) / (1 - bounded)
  }
}
