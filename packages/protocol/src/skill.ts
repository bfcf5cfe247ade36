/**
 * How a measured skill becomes pay. The lower bound of skill is rounded once to ppm; from there on whole numbers.
 */

/** Checks below which everybody is paid the full price: nobody is paid less before they were measured. */
export const MEASURED_FROM = 20
/** Lower bound of skill from which the full price is paid. */
const FULL_FROM_PPM = 600_000
/** The least that an accepted answer pays. */
const LEAST_PPM = 500_000
/** Lower bound of skill from which a labeler may review. */
export const REVIEWER_FROM_PPM = 800_000

/**
 * Share of the price that an answer pays, in ppm: all of it from a lower bound of 60 % on, and in proportion below,
 * never less than half. Acts from 20 checks on.
 */
export function multiplierPpm(lowPpm: number, checks: number): number {
  if (checks < MEASURED_FROM || lowPpm >= FULL_FROM_PPM) return 1_000_000
  return Math.max(LEAST_PPM, Math.floor((lowPpm * 1_000_000) / FULL_FROM_PPM))
}

/** Pay of an answer in base units: price × multiplier, floored. */
export const payOfAnswer = (price: bigint, multiplier: number): bigint =>
  (price * BigInt(multiplier)) / 1_000_000n
