/** Posteriors closer than this are one: a tie of symmetric answers survives rounding. */
const SAME = 1e-9

/** The most probable class of the row at `at` (lowest index of a tie) and how many classes share the top. */
export function findTop(
  posterior: Float64Array,
  at: number,
  classCount: number,
): { label: number; tied: number } {
  let top = 0
  for (let k = 0; k < classCount; k++) top = Math.max(top, posterior[at + k]!)
  let label = -1
  let tied = 0
  for (let k = 0; k < classCount; k++) {
    if (posterior[at + k]! < top - SAME) continue
    if (label === -1) label = k
    tied++
  }
  return { label, tied }
}

/** 1 when `truth` alone is most probable, 1/t when it shares the top with t − 1 others, else 0. */
export function scoreRow(posterior: Float64Array, at: number, classCount: number, truth: number): number {
  const { label, tied } = findTop(posterior, at, classCount)
  if (tied === 1) return label === truth ? 1 : 0
  return posterior[at + truth]! >= posterior[at + label]! - SAME ? 1 / tied : 0
}
