import { releasedAtClose, type WindowRule } from './window.ts'

/** What a campaign pays and checks. Forecasts are statistics and move no money; the stake they give is rounded up once. */
export interface Economy extends WindowRule {
  /** Pay of an answer, in base units. */
  price: bigint
  /** Answers there are to choose from: a random clicker is right in 1 of them. No whole number where near is right. */
  classes: number
  goldRatePpm: number
  /** Stake of a window from the third on, in base units. */
  stake: bigint
}

export interface Forecast {
  /** Chance that a window of a random clicker fails. */
  clickerFails: number
  /** What a random clicker earns per answer, as a share of the price, by the best they can do. */
  clickerShare: number
  /** Share of their pay that a labeler right in 9 of 10 keeps, over windows won and stakes lost. */
  honestShare: number
  /** Answers of a window, on average. */
  windowAnswers: number
  /** The least stake under which a window is not worth clicking through. */
  leastStake: bigint
}

/** What is wrong with settings, and the field to change. */
export type Refusal =
  | { field: 'goldRatePpm'; why: 'nothing-checked' }
  | { field: 'windowChecks'; why: 'clicker-passes' }
  | { field: 'stake'; why: 'stake-too-small' }
  | { field: 'windowFailAt'; why: 'honest-fail' }

/** Effort of an answer as a share of its price, also for one who only clicks. */
export const EFFORT = 0.05
const HONEST = 0.9
const LEAST_KEPT = 0.99
const MOST_HONEST_FAILING = 0.0025
const CLICKERS_FAILING = 0.99

/** Chance that at least `least` of `n` tries happen, each with chance `p`. */
export function atLeast(least: number, n: number, p: number): number {
  let term = (1 - p) ** n
  let below = 0
  for (let x = 0; x < least && x <= n; x++) {
    below += term
    term = p === 1 ? (x + 1 === n ? 1 : 0) : (term * (n - x) * p) / ((x + 1) * (1 - p))
  }
  return least > n ? 0 : Math.max(0, 1 - below)
}

/** Chance that a window fails for a labeler who is right with chance `accuracy`. */
export const failChance = (rule: WindowRule, accuracy: number): number =>
  atLeast(rule.failAt, rule.checks, 1 - accuracy)

/**
 * Wrong checks at which a window of `checks` fails: as many as still fail 99 % of random clickers, but so many that no
 * more than 0.25 % of the windows of somebody right in 9 of 10 fail. 20 checks: 7 of 2 classes, 8 of 3, 10 of 4.
 */
export function defaultFailAt(checks: number, classes: number): number {
  let failAt = 1
  while (failAt < checks && atLeast(failAt, checks, 1 - HONEST) > MOST_HONEST_FAILING) failAt++
  while (failAt < checks && atLeast(failAt + 1, checks, 1 - 1 / classes) >= CLICKERS_FAILING) failAt++
  return failAt
}

/** The published inequality: S > r · (n / g) · (1 − P) / P, with P the chance that a clicker's window fails. */
export function leastStake(of: Omit<Economy, 'stake'>): bigint {
  if (of.goldRatePpm <= 0) return 0n
  const fails = failChance(of, 1 / of.classes)
  if (fails <= 0) return 0n
  const answers = (of.checks * 1_000_000) / of.goldRatePpm
  return BigInt(Math.ceil((Number(of.price) * answers * (1 - fails)) / fails))
}

/** The stake that a campaign asks when its requester names none: a fifth above the least. */
export const defaultStake = (of: Omit<Economy, 'stake'>): bigint => (leastStake(of) * 6n + 4n) / 5n

/** Checks of a window until it is decided, on average: it fails early. */
function checksUntilDecided({ checks, failAt }: WindowRule, wrong: number): number {
  // Windows with each number of wrong so far, that still go on.
  let going = new Map([[0, 1]])
  let expected = 0
  for (let i = 0; i < checks; i++) {
    const next = new Map<number, number>()
    for (const [failed, share] of going) {
      expected += share
      next.set(failed, (next.get(failed) ?? 0) + share * (1 - wrong))
      if (failed + 1 < failAt) next.set(failed + 1, (next.get(failed + 1) ?? 0) + share * wrong)
    }
    going = next
  }
  return expected
}

/** What a random clicker and an honest labeler would earn under these settings. */
export function forecast(of: Economy): Forecast {
  const right = 1 / of.classes
  const clickerFails = failChance(of, right)
  if (of.goldRatePpm <= 0) {
    return {
      clickerFails: 0,
      clickerShare: 1,
      honestShare: 1,
      windowAnswers: Number.POSITIVE_INFINITY,
      leastStake: 0n,
    }
  }
  const windowAnswers = (of.checks * 1_000_000) / of.goldRatePpm
  const passes = 1 - clickerFails
  const used = checksUntilDecided(of, 1 - right) / of.checks
  // Two windows, then away: the pay of the first is released only by the second.
  const twoWindows = (2 * passes * passes) / (used * (1 + passes))
  // Away before the first is full: at close it stays staked unless the checks speak 100 : 1, of a whole number of
  // classes, as where money moves.
  const classes = Math.floor(of.classes + 1e-9)
  let unfinished = 0
  for (let n = 5; n <= of.checks; n++) {
    let least = n + 1
    while (least > 0 && releasedAtClose(checksOf(least - 1, n), classes)) least--
    unfinished = Math.max(unfinished, least > n ? 0 : atLeast(least, n, right))
  }
  // On and on, staking: what a window brings less what it loses.
  const stake = Number(of.stake) / Number(of.price > 0n ? of.price : 1n) / windowAnswers
  const staying = (passes - clickerFails * stake) / used
  const honestFails = failChance(of, HONEST)
  return {
    clickerFails,
    clickerShare: Math.max(twoWindows, unfinished, staying),
    honestShare: 1 - honestFails - honestFails * stake,
    windowAnswers,
    leastStake: leastStake(of),
  }
}

const checksOf = (right: number, n: number) =>
  Array.from({ length: n }, (_, i) => ({ gold: true, passed: i < right }))

/** Why settings are refused: a clicker would profit, or honest people would lose. Null when they are sound. */
export function refusal(of: Economy): Refusal | null {
  // Volunteers: there is nothing to click for.
  if (of.price <= 0n) return null
  if (of.goldRatePpm <= 0) return { field: 'goldRatePpm', why: 'nothing-checked' }
  const seen = forecast(of)
  if (seen.honestShare < LEAST_KEPT) return { field: 'windowFailAt', why: 'honest-fail' }
  if (of.stake < seen.leastStake) return { field: 'stake', why: 'stake-too-small' }
  if (seen.clickerShare > EFFORT) return { field: 'windowChecks', why: 'clicker-passes' }
  return null
}
