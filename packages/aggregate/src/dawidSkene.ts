import type { Arranged } from './arrange.ts'
import { assertMatricesFit } from './errors.ts'
import { MAX_ITERATIONS, TOLERANCE, writePosterior } from './normalize.ts'
import type { Estimate } from './vote.ts'

/** Added to every count, so that no probability is zero. */
const SMOOTHING = 1e-6
/** Shrunk Dawid–Skene: pseudo-answers of the labeler's own one-coin matrix, and of the pool's mean accuracy. */
const KAPPA = 5
const POOL_PRIOR = 5
const SHRUNK_ITERATIONS = 5

interface DawidSkeneOptions {
  iterations: number
  tolerance: number
  /** Fills `log[j, l, k] = log P(labeler j says l | truth k)` from expected counts of the same shape. */
  fit: (counts: Float64Array, log: Float64Array, a: Arranged) => void
}

/** Dawid & Skene, Applied Statistics 28 (1979): EM from the majority, plain counts. Labelers × classes² memory. */
export function ds(a: Arranged, from: Float64Array, iterations = MAX_ITERATIONS): Estimate {
  return dawidSkene(a, from, { iterations, tolerance: TOLERANCE, fit: fitPlain })
}

/**
 * Shrunk Dawid–Skene: each labeler's matrix leans on a one-coin matrix of their own accuracy, which leans on
 * the pool's. Few answers behave as one coin, many as Dawid–Skene. Stops after 5 passes.
 */
export function sds(a: Arranged, from: Float64Array, iterations = SHRUNK_ITERATIONS): Estimate {
  return dawidSkene(a, from, { iterations, tolerance: 0, fit: fitShrunk })
}

/** EM. `from`: the posterior to start with, taskCount × classCount, left as it is. */
function dawidSkene(a: Arranged, from: Float64Array, options: DawidSkeneOptions): Estimate {
  assertMatricesFit(a)
  const { classCount: K, taskCount } = a
  const posterior = from.slice()
  const counts = new Float64Array(a.labelerCount * K * K)
  const log = new Float64Array(counts.length)
  const classes = new Float64Array(K)
  const score = new Float64Array(K)
  const answered = countAnswered(a)
  let iterations = 0
  gather(a, posterior, counts, classes)
  while (iterations < options.iterations) {
    iterations++
    options.fit(counts, log, a)
    const prior = classes.map((count) => Math.log((count + SMOOTHING) / (answered + K * SMOOTHING)))
    counts.fill(0)
    classes.fill(0)
    let moved = 0
    for (let i = 0; i < taskCount; i++) {
      const end = a.start[i + 1]!
      if (a.start[i] === end) continue
      score.set(prior)
      for (let n = a.start[i]!; n < end; n++) {
        const cell = (a.labeler[n]! * K + a.label[n]!) * K
        for (let k = 0; k < K; k++) score[k]! += log[cell + k]!
      }
      moved += writePosterior(score, posterior, i * K)
      // The next M-step's counts, while the task's rows are still in the cache.
      for (let n = a.start[i]!; n < end; n++) {
        const cell = (a.labeler[n]! * K + a.label[n]!) * K
        for (let k = 0; k < K; k++) counts[cell + k]! += posterior[i * K + k]!
      }
      for (let k = 0; k < K; k++) classes[k]! += posterior[i * K + k]!
    }
    if (moved <= options.tolerance * answered) break
  }
  return { posterior, iterations }
}

function gather(a: Arranged, posterior: Float64Array, counts: Float64Array, classes: Float64Array): void {
  const K = a.classCount
  for (let i = 0; i < a.taskCount; i++) {
    for (let n = a.start[i]!; n < a.start[i + 1]!; n++) {
      const cell = (a.labeler[n]! * K + a.label[n]!) * K
      for (let k = 0; k < K; k++) counts[cell + k]! += posterior[i * K + k]!
    }
    for (let k = 0; k < K; k++) classes[k]! += posterior[i * K + k]!
  }
}

function countAnswered(a: Arranged): number {
  let answered = 0
  for (let i = 0; i < a.taskCount; i++) if (a.start[i]! < a.start[i + 1]!) answered++
  return answered
}

function fitPlain(counts: Float64Array, log: Float64Array, a: Arranged): void {
  const K = a.classCount
  for (let j = 0; j < a.labelerCount; j++) {
    for (let k = 0; k < K; k++) {
      let sum = K * SMOOTHING
      for (let l = 0; l < K; l++) sum += counts[(j * K + l) * K + k]!
      for (let l = 0; l < K; l++) {
        const cell = (j * K + l) * K + k
        log[cell] = Math.log((counts[cell]! + SMOOTHING) / sum)
      }
    }
  }
}

function fitShrunk(counts: Float64Array, log: Float64Array, a: Arranged): void {
  const K = a.classCount
  const { right, all } = accuracies(counts, a)
  const pool = sum(all) === 0 ? 1 / K : sum(right) / sum(all)
  for (let j = 0; j < a.labelerCount; j++) {
    const q = (right[j]! + POOL_PRIOR * pool) / (all[j]! + POOL_PRIOR)
    for (let k = 0; k < K; k++) {
      let total = KAPPA
      for (let l = 0; l < K; l++) total += counts[(j * K + l) * K + k]!
      for (let l = 0; l < K; l++) {
        const cell = (j * K + l) * K + k
        const coin = l === k ? q : (1 - q) / (K - 1)
        // The floor only matters where everybody is always right (q = 1).
        log[cell] = Math.log(Math.max((counts[cell]! + KAPPA * coin) / total, SMOOTHING))
      }
    }
  }
}

/** Expected right answers and all answers of each labeler. */
function accuracies(counts: Float64Array, a: Arranged): { right: Float64Array; all: Float64Array } {
  const K = a.classCount
  const right = new Float64Array(a.labelerCount)
  const all = new Float64Array(a.labelerCount)
  for (let j = 0; j < a.labelerCount; j++) {
    for (let l = 0; l < K; l++) {
      right[j]! += counts[(j * K + l) * K + l]!
      for (let k = 0; k < K; k++) all[j]! += counts[(j * K + l) * K + k]!
    }
  }
  return { right, all }
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
