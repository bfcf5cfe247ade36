/**
 * Turns `score` (log-likelihoods plus log-prior) into a posterior row in place, writes it at `at`, and returns
 * by how much the row moved: half the sum of absolute differences (total variation, 0…1).
 */
export function writePosterior(score: Float64Array, posterior: Float64Array, at: number): number {
  const classCount = score.length
  let top = score[0]!
  for (let k = 1; k < classCount; k++) if (score[k]! > top) top = score[k]!
  let sum = 0
  for (let k = 0; k < classCount; k++) {
    const p = Math.exp(score[k]! - top)
    score[k] = p
    sum += p
  }
  let moved = 0
  for (let k = 0; k < classCount; k++) {
    const p = score[k]! / sum
    score[k] = p
    moved += Math.abs(p - posterior[at + k]!)
    posterior[at + k] = p
  }
  return moved / 2
}

/** An estimate has converged when its posterior rows moved less than this on average. */
export const TOLERANCE = 1e-5
/** Where an estimate stops that does not converge. */
export const MAX_ITERATIONS = 100
