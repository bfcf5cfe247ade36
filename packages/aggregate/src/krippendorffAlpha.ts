import type { Annotations } from './aggregation.ts'
import { arrange } from './arrange.ts'
import { countVotes } from './vote.ts'

/** How far two labels are apart. `ordinal` ranks classes by index, `interval` subtracts their values. */
export type Distance = 'nominal' | 'ordinal' | 'interval'

export interface AlphaOptions {
  distance: Distance
  /** Value of each class for `interval`; default: its index. */
  values?: ArrayLike<number>
}

/**
 * Krippendorff's alpha over tasks with at least two answers (Krippendorff 2011, "Computing Krippendorff's
 * Alpha-Reliability"): 1 is perfect, 0 is chance. `null` where it is undefined: nothing to pair, or only one
 * class in use. O(tasks × classes²) time, no pair matrix.
 * @throws what `arrange` throws
 */
export function krippendorffAlpha(a: Annotations, options: AlphaOptions): number | null {
  const arranged = arrange(a)
  const K = a.classCount
  const votes = countVotes(arranged)
  const totals = new Float64Array(K)
  for (let i = 0; i < a.taskCount; i++) {
    if (arranged.start[i + 1]! - arranged.start[i]! < 2) continue
    for (let k = 0; k < K; k++) totals[k]! += votes[i * K + k]!
  }
  const squared = squaredDistance(totals, options)
  let observed = 0
  for (let i = 0; i < a.taskCount; i++) {
    const answers = arranged.start[i + 1]! - arranged.start[i]!
    if (answers < 2) continue
    observed += disagreement(votes.subarray(i * K, (i + 1) * K), squared) / (answers - 1)
  }
  const expected = disagreement(totals, squared)
  if (expected === 0) return null
  const n = totals.reduce((sum, count) => sum + count, 0)
  return 1 - ((n - 1) * observed) / expected
}

/** Σ over unordered pairs of classes of count × count × squared distance. */
function disagreement(counts: ArrayLike<number>, squared: (c: number, k: number) => number): number {
  let sum = 0
  for (let c = 0; c < counts.length; c++) {
    if (counts[c] === 0) continue
    for (let k = c + 1; k < counts.length; k++) {
      if (counts[k] !== 0) sum += counts[c]! * counts[k]! * squared(c, k)
    }
  }
  return sum
}

function squaredDistance(totals: Float64Array, options: AlphaOptions): (c: number, k: number) => number {
  if (options.distance === 'nominal') return () => 1
  if (options.distance === 'interval') {
    const { values } = options
    return (c, k) => (values === undefined ? (c - k) ** 2 : (values[c]! - values[k]!) ** 2)
  }
  // Ordinal: answers between the two classes, the ends counted half. Running sums make it O(1).
  const below = new Float64Array(totals.length + 1)
  for (let k = 0; k < totals.length; k++) below[k + 1] = below[k]! + totals[k]!
  return (c, k) => (below[k + 1]! - below[c]! - (totals[c]! + totals[k]!) / 2) ** 2
}
