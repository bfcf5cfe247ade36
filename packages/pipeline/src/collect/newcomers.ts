import { isTrusted, type Standing } from './credibility.ts'

const DAY = 24 * 3_600
/** A month: longer than any campaign waits. */
const LONGEST = 30 * DAY
const ALLOWANCE = 2_000
const SHARE_PPM = 10_000
/** So that nobody waits for ever. */
const HOURLY = 10

/** Seconds for which a network starts no other account after its `dismissals`-th dismissal: 1, 4, 16, 30 days. [CLT-8] */
export const coolOffSeconds = (dismissals: number): number =>
  dismissals === 0 ? 0 : Math.min(LONGEST, DAY * 4 ** (dismissals - 1))

/**
 * Whether a contribution of an account that was never trusted still fits. [CLT-8]
 * @param given such contributions so far. @param all of all accounts. @param hours since the campaign opened.
 */
export const newcomerFits = (given: number, all: number, hours: number): boolean =>
  given < ALLOWANCE + Math.floor((all * SHARE_PPM) / 1_000_000) + Math.floor(hours * HOURLY)

/** Leases that an account may hold at once: a newcomer one, then one more per pass, up to 25. */
export const leasesAtOnce = (standing: Standing): number => {
  if (standing.dismissed) return 0
  return isTrusted(standing) ? Math.min(25, standing.inRow) : 1
}

/** Leases that an account is handed in an hour at most, over all its nodes: one each five seconds. [CLT-26] */
export const LEASES_PER_HOUR = 720
