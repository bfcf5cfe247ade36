/** When somebody answered, in milliseconds, and from which class of addresses (a salted hash), if that is known. */
export interface Moment {
  personId: string
  at: number
  addressClass: string | null
}

/** Two accounts that answer as a machine would that drives both. */
export interface LockstepPair {
  first: string
  second: string
  /** Answers of the first while the second was at work too, and the share with one of the second next to it. */
  shared: number
  agreement: number
  /** Standard deviations beyond what the second's pace just then explains. */
  z: number
}

/** Answers next to each other: closer than anybody changes windows and decides. */
const NEXT_MS = 2_000
/** Where the pace is taken from: the minute before and after, without what is next. People work in bursts, together. */
const AROUND_MS = 60_000
const LEAST_ANSWERS = 30
const LEAST_SHARE = 0.92
const DEVIATIONS = 7
/** Nobody's pace is believed to be nothing. */
const LEAST_CHANCE = 0.02

/**
 * Pairs behind one class of addresses whose answers come in lockstep. [CNS-19] The address alone says nothing: a school,
 * a café or a phone company is one class. Timing alone says little. Both, over 30 answers and far beyond the pace that
 * both keep just then, are evidence for a person to look at, never a verdict.
 */
export function lockstep(moments: readonly Moment[]): LockstepPair[] {
  const pairs: LockstepPair[] = []
  const classes = Map.groupBy(
    moments.filter((one) => one.addressClass !== null),
    (one) => one.addressClass,
  )
  for (const together of classes.values()) {
    const times = [...Map.groupBy(together, (one) => one.personId)]
      .map(([personId, own]) => ({ personId, at: own.map((one) => one.at).sort((a, b) => a - b) }))
      .filter(({ at }) => at.length >= LEAST_ANSWERS)
      .sort((a, b) => (a.personId < b.personId ? -1 : 1))
    for (const [i, one] of times.entries()) {
      for (const two of times.slice(i + 1)) {
        const found = compare(one.at, two.at)
        if (found) pairs.push({ first: one.personId, second: two.personId, ...found })
      }
    }
  }
  return pairs
}

function compare(one: readonly number[], two: readonly number[]) {
  const from = Math.max(one[0]!, two[0]!) - NEXT_MS
  const to = Math.min(one.at(-1)!, two.at(-1)!) + NEXT_MS
  const during = one.filter((at) => at >= from && at <= to)
  if (during.length < LEAST_ANSWERS) return null
  let hits = 0
  let expected = 0
  let variance = 0
  for (const at of during) {
    const next = countWithin(two, at, NEXT_MS)
    const pace = (countWithin(two, at, AROUND_MS) - next) / (2 * (AROUND_MS - NEXT_MS))
    const chance = Math.max(LEAST_CHANCE, 1 - Math.exp(-pace * 2 * NEXT_MS))
    if (next > 0) hits++
    expected += chance
    variance += chance * (1 - chance)
  }
  const agreement = hits / during.length
  const z = Math.round(((hits - expected) / Math.sqrt(variance)) * 1e6) / 1e6
  return agreement >= LEAST_SHARE && z > DEVIATIONS ? { shared: during.length, agreement, z } : null
}

/** How many of these times, ascending, are at most `reach` away from `at`. */
const countWithin = (times: readonly number[], at: number, reach: number): number =>
  below(times, at + reach + 1) - below(times, at - reach)

/** How many are less than `limit`. */
function below(times: readonly number[], limit: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle]! < limit) low = middle + 1
    else high = middle
  }
  return low
}
