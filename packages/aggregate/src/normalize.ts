/**
 * Likelihoods are multiplied, not added as logarithms: a third faster, and with + − × ÷ alone a result is the
 * same to the last bit on every machine (Math.exp and Math.log are not). After every 8th factor the row is
 * rescaled: factors lie between 1e-13 (1e-6 of 10⁷ answers) and 1e15 (MACE), and 1e±120 is far from the ends
 * of a double.
 */
export const RESCALE_MASK = 7

/** Divides the row by its largest entry. */
export function rescale(row: Float64Array): void {
  let top = row[0]!
  for (let k = 1; k < row.length; k++) if (row[k]! > top) top = row[k]!
  for (let k = 0; k < row.length; k++) row[k]! /= top
}

/**
 * Turns `row` (class prior times likelihoods) into a posterior row in place, writes it at `at`, and returns by
 * how much it moved: half the sum of absolute differences (total variation, 0…1).
 */
export function writePosterior(row: Float64Array, posterior: Float64Array, at: number): number {
  const classCount = row.length
  let sum = 0
  for (let k = 0; k < classCount; k++) sum += row[k]!
  let moved = 0
  for (let k = 0; k < classCount; k++) {
    const p = row[k]! / sum
    row[k] = p
    moved += Math.abs(p - posterior[at + k]!)
    posterior[at + k] = p
  }
  return moved / 2
}

/** An estimate has converged when its posterior rows moved less than this on average. */
export const TOLERANCE = 1e-5
/** Where an estimate stops that does not converge. */
export const MAX_ITERATIONS = 100
