import type { Arranged } from './arrange.ts'
import { assertMatricesFit } from './errors.ts'
import { MAX_ITERATIONS, RESCALE_MASK, rescale, TOLERANCE, writePosterior } from './normalize.ts'
import type { Estimate } from './vote.ts'

/** Added to every count, so that no probability is zero. */
const SMOOTHING = 1e-6
/** Shrunk Dawid–Skene: pseudo-answers of the labeler's own one-coin matrix, and of the pool's mean accuracy. */
const KAPPA = 5
const POOL_PRIOR = 5
const SHRUNK_ITERATIONS = 5

/**
 * A confusion cell is 2 K numbers: P(labeler says l | truth k) for every k, then the expected counts of
 * the next M-step. Side by side they share a cache line: twice as fast from 20,000 labelers on.
 */
type Cells = Float64Array

interface DawidSkeneOptions {
  iterations: number
  tolerance: number
  /** Turns the expected counts of all cells into probabilities, and clears the counts. */
  fit: (cells: Cells, a: Arranged) => void
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
  const K = a.classCount
  const posterior = from.slice()
  const cells: Cells = new Float64Array(a.labelerCount * K * K * 2)
  const cellOf = new Uint32Array(a.label.length)
  for (let n = 0; n < cellOf.length; n++) cellOf[n] = (a.labeler[n]! * K + a.label[n]!) * K * 2
  const classes = new Float64Array(K)
  const answered = gather(a, cellOf, posterior, cells, classes)
  let iterations = 0
  while (iterations < options.iterations) {
    iterations++
    options.fit(cells, a)
    const prior = classes.map((count) => (count + SMOOTHING) / (answered + K * SMOOTHING))
    if (sweep(a, cellOf, posterior, cells, classes, prior) <= options.tolerance * answered) break
  }
  return { posterior, iterations }
}

/** E-step over all tasks, gathering the counts of the next M-step on the way. How far the posterior moved. */
function sweep(
  a: Arranged,
  cellOf: Uint32Array,
  posterior: Float64Array,
  cells: Cells,
  classes: Float64Array,
  prior: Float64Array,
): number {
  const { classCount: K, taskCount, start } = a
  const row = new Float64Array(K)
  classes.fill(0)
  let moved = 0
  for (let i = 0; i < taskCount; i++) {
    const first = start[i]!
    const end = start[i + 1]!
    if (first === end) continue
    for (let k = 0; k < K; k++) row[k] = prior[k]!
    for (let n = first; n < end; n++) {
      const cell = cellOf[n]!
      for (let k = 0; k < K; k++) row[k]! *= cells[cell + k]!
      if (((n - first) & RESCALE_MASK) === RESCALE_MASK) rescale(row)
    }
    moved += writePosterior(row, posterior, i * K)
    for (let n = first; n < end; n++) {
      const cell = cellOf[n]! + K
      for (let k = 0; k < K; k++) cells[cell + k]! += row[k]!
    }
    for (let k = 0; k < K; k++) classes[k]! += row[k]!
  }
  return moved
}

/** First counts; how many tasks have an answer. */
function gather(
  a: Arranged,
  cellOf: Uint32Array,
  posterior: Float64Array,
  cells: Cells,
  classes: Float64Array,
): number {
  const K = a.classCount
  let answered = 0
  for (let i = 0; i < a.taskCount; i++) {
    if (a.start[i] === a.start[i + 1]) continue
    answered++
    for (let n = a.start[i]!; n < a.start[i + 1]!; n++) {
      for (let k = 0; k < K; k++) cells[cellOf[n]! + K + k]! += posterior[i * K + k]!
    }
    for (let k = 0; k < K; k++) classes[k]! += posterior[i * K + k]!
  }
  return answered
}

function fitPlain(cells: Cells, { labelerCount, classCount: K }: Arranged): void {
  for (let j = 0; j < labelerCount; j++) {
    for (let k = 0; k < K; k++) {
      const total = K * SMOOTHING + countTruth(cells, j, k, K)
      for (let l = 0; l < K; l++) {
        const cell = (j * K + l) * 2 * K + k
        cells[cell] = (cells[cell + K]! + SMOOTHING) / total
        cells[cell + K] = 0
      }
    }
  }
}

function fitShrunk(cells: Cells, a: Arranged): void {
  const { labelerCount, classCount: K } = a
  const { right, all } = accuracies(cells, a)
  const pool = sum(right) / Math.max(1, sum(all))
  for (let j = 0; j < labelerCount; j++) {
    const q = (right[j]! + POOL_PRIOR * pool) / (all[j]! + POOL_PRIOR)
    for (let k = 0; k < K; k++) {
      const total = KAPPA + countTruth(cells, j, k, K)
      for (let l = 0; l < K; l++) {
        const cell = (j * K + l) * 2 * K + k
        const coin = l === k ? q : (1 - q) / (K - 1)
        // The floor only matters where everybody is always right (q = 1).
        cells[cell] = Math.max((cells[cell + K]! + KAPPA * coin) / total, SMOOTHING)
        cells[cell + K] = 0
      }
    }
  }
}

/** Expected answers of labeler j to tasks of truth k. */
function countTruth(cells: Cells, j: number, k: number, K: number): number {
  let total = 0
  for (let l = 0; l < K; l++) total += cells[(j * K + l) * 2 * K + K + k]!
  return total
}

/** Expected right answers and all answers of each labeler. */
function accuracies(
  cells: Cells,
  { labelerCount, classCount: K }: Arranged,
): { right: Float64Array; all: Float64Array } {
  const right = new Float64Array(labelerCount)
  const all = new Float64Array(labelerCount)
  for (let j = 0; j < labelerCount; j++) {
    for (let k = 0; k < K; k++) {
      right[j]! += cells[(j * K + k) * 2 * K + K + k]!
      all[j]! += countTruth(cells, j, k, K)
    }
  }
  return { right, all }
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
