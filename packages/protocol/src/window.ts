/**
 * When pay vests. A window is a labeler's answers until enough of them were checked; it passes or fails as a whole.
 * Whole numbers only: these decisions move money.
 */

/** One answer that could be checked. */
export interface Check {
  /** True for a control task; false for an ordinary task that others resolved. */
  gold: boolean
  passed: boolean
}

export interface WindowRule {
  /** Checks that make a window full. */
  checks: number
  /** Wrong ones at which it fails. */
  failAt: number
}

export type WindowOutcome = 'open' | 'passed' | 'failed'

/** Failed control tasks without which nothing is rejected: disagreeing with others is never enough. */
export const LEAST_FAILED_GOLDS = 3
/** Checks without which an unfinished window is not paid when its campaign closes. */
export const LEAST_CHECKS_AT_CLOSE = 5
/** Likelihood ratio honest : random at which an unfinished window is paid when its campaign closes. */
export const PAID_AT_CLOSE = 3
/** Likelihood ratio at which the staked pay of a first window is released without a second one. */
export const RELEASED_WITHOUT_SECOND = 100
/** The honest labeler of the likelihood ratio is right in 9 of 10. */
const HONEST_TENTHS = 9n

/**
 * Where a window stands after these checks, in order. It fails as soon as it cannot pass: `failAt` wrong, of which at
 * least 3 are control tasks. It passes when the newest `checks` of them have fewer than `failAt` wrong; a full window
 * with too many wrong but fewer than 3 failed control tasks goes on.
 */
export function windowOutcome(checks: readonly Check[], rule: WindowRule): WindowOutcome {
  let wrong = 0
  let failedGolds = 0
  for (const [i, check] of checks.entries()) {
    if (!check.passed) wrong++
    if (!check.passed && check.gold) failedGolds++
    const leaving = checks[i - rule.checks]
    if (leaving && !leaving.passed) wrong--
    if (wrong >= rule.failAt && failedGolds >= LEAST_FAILED_GOLDS) return 'failed'
    if (i + 1 >= rule.checks && wrong < rule.failAt) return 'passed'
  }
  return 'open'
}

/**
 * Whether checks say "honest" rather than "random" by at least `ratio` : 1. Honest is right in 9 of 10, random in 1 of
 * `classes`. Exact: (9k)^right · k^wrong ≥ ratio · 10^n · (k − 1)^wrong.
 */
export function speaksForHonest(checks: readonly Check[], classes: number, ratio: number): boolean {
  const k = BigInt(Math.max(2, classes))
  const right = BigInt(checks.filter((check) => check.passed).length)
  const wrong = BigInt(checks.length) - right
  return (
    (HONEST_TENTHS * k) ** right * k ** wrong >=
    BigInt(ratio) * 10n ** BigInt(checks.length) * (k - 1n) ** wrong
  )
}

/** Whether an unfinished window is paid when its campaign closes: at least 5 checks, honest : random at least 3. */
export const paidAtClose = (checks: readonly Check[], classes: number): boolean =>
  checks.length >= LEAST_CHECKS_AT_CLOSE && speaksForHonest(checks, classes, PAID_AT_CLOSE)

/** Whether the staked pay of a first window is released at close without a second: honest : random at least 100. */
export const releasedAtClose = (checks: readonly Check[], classes: number): boolean =>
  checks.length >= LEAST_CHECKS_AT_CLOSE && speaksForHonest(checks, classes, RELEASED_WITHOUT_SECOND)

/**
 * Points that stay staked for the next window when one has passed. The whole first pay of a campaign stays until a
 * second window has passed; then the campaign's stake. When the campaign is closed nothing stays, but the first pay of
 * somebody whose checks in the pool do not speak 100 : 1 for honest.
 */
export function staysStaked(of: {
  /** Windows passed before in the campaign. */
  passedBefore: number
  /** Already staked, and what this window pays. */
  staked: bigint
  pay: bigint
  /** The campaign's stake of a window. */
  stake: bigint
  closed: boolean
  /** Whether the labeler's checks in the pool speak 100 : 1 (`releasedAtClose`); asked only where it matters. */
  trusted: () => boolean
}): bigint {
  const all = of.staked + of.pay
  if (of.closed) return of.passedBefore > 0 || of.trusted() ? 0n : all
  if (of.passedBefore === 0 || all < of.stake) return all
  return of.stake
}
