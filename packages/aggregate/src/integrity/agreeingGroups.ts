import {
  type Agreements,
  abilityFor,
  type Crowd,
  crowdOf,
  DIFFICULTIES,
  type Suspected,
  sigmoid,
  wrongAlike,
} from './agreement.ts'
import type { Copying, CopyingOptions, CopyingPair } from './copyingGroups.ts'
import { union } from './groups.ts'

/** Pairs that the spread of the crowd is measured on; more say the same. */
const MOST_MEASURED = 400
/** Fewer are no crowd: the pair in question would be measured by itself. */
const LEAST_MEASURED = 10
/** Difficulty is no exact bell: texts with many faint letters pass chance by a little (`npm run bench -- copying`). */
const LEAST_WIDTH = 1.15
/** Median of the distances from the median, times this, is the standard deviation of a bell. */
const MAD_TO_DEVIATION = 1.4826

type Shared = { task: number; first: number; second: number }

/**
 * `copyingGroups` for answers that are no classes: sets, numbers, spans, texts, of which only who agrees with whom is
 * known. Easy tasks agree by nature, so the chance is each task's own: from the answers of the others follows how hard
 * it is (one-parameter logistic, Rasch), from the pair's own record how able each is, and from both how often two who
 * do not know each other agree, by both being right, or wrong alike as often as the crowd is. Tasks on which nobody else
 * says anything are passed over. z is measured against the spread of the crowd's own pairs where that is wider than
 * chance: people of one school have habits in common. Evidence for a person, never a verdict.
 */
export function agreeingGroups(
  tasks: readonly Agreements[],
  labelerCount: number,
  options: Omit<CopyingOptions, 'gold'> = {},
): Copying {
  const { shared = 20, deviations = 5, agreement = 0.85 } = options
  const judged = sharedTasks(tasks, labelerCount).filter((pair) => pair.at.length >= shared)
  const agreed = ({ task, first, second }: Shared) => {
    const { agree, labelers } = tasks[task]!
    return agree[first * labelers.length + second]!
  }
  const shares = judged.map(({ at }) => at.reduce((sum, one) => sum + agreed(one), 0) / at.length)
  const close = judged.filter((_, i) => shares[i]! >= agreement)
  if (close.length === 0) return { pairs: [], groups: [], judged: judged.length }
  const suspected = relation(close, labelerCount)
  const oneHand = relation(unlikeMost(close, judged, labelerCount), labelerCount)
  const crowd = crowdOf(tasks, labelerCount, suspected, oneHand)
  const alike = wrongAlike(tasks, suspected)
  const deviationOf = ({ at }: { at: Shared[] }) => deviation(tasks, at, crowd, alike, agreed)
  // Who answers at random agrees with nobody, and would make the crowd look more alike than it is.
  const able = judged.filter(({ first, second }) => crowd.able(first) && crowd.able(second))
  const measured = [able, judged].find((pairs) => pairs.length >= LEAST_MEASURED) ?? []
  const step = Math.max(1, Math.ceil(measured.length / MOST_MEASURED))
  const { middle, width } = spread(measured.filter((_, i) => i % step === 0).map(deviationOf))
  const pairs: CopyingPair[] = []
  for (const [i, pair] of judged.entries()) {
    if (shares[i]! < agreement) continue
    const z = Math.round(((deviationOf(pair) - middle) / width) * 1e6) / 1e6
    const { first, second, at } = pair
    if (z > deviations) pairs.push({ first, second, shared: at.length, agreement: shares[i]!, z })
  }
  return { pairs, groups: union(pairs, labelerCount), judged: judged.length }
}

/**
 * Pairs that may be one hand. Who agrees with more than half of those they meet does so because the tasks are easy: as
 * one voice, a crowd that agrees on everything would count no more than three who copy.
 */
function unlikeMost(close: readonly Pair[], judged: readonly Pair[], labelerCount: number): Pair[] {
  const degrees = (pairs: readonly Pair[]) => {
    const of = new Uint32Array(labelerCount)
    for (const { first, second } of pairs) {
      of[first]!++
      of[second]!++
    }
    return of
  }
  const [agreeing, met] = [degrees(close), degrees(judged)]
  const likeMost = (one: number) => agreeing[one]! * 2 > met[one]!
  return close.filter(({ first, second }) => !likeMost(first) && !likeMost(second))
}

type Pair = { first: number; second: number }

/** Labelers up to whom a table of all pairs is kept (16 MB): it is asked hundreds of millions of times. */
const MOST_IN_TABLE = 4_096

function relation(pairs: readonly { first: number; second: number }[], labelerCount: number): Suspected {
  if (labelerCount > MOST_IN_TABLE) {
    const known = new Set(pairs.map(({ first, second }) => first * labelerCount + second))
    return (a, b) => known.has(Math.min(a, b) * labelerCount + Math.max(a, b))
  }
  const table = new Uint8Array(labelerCount * labelerCount)
  for (const { first, second } of pairs) {
    table[first * labelerCount + second] = 1
    table[second * labelerCount + first] = 1
  }
  return (a, b) => table[a * labelerCount + b] === 1
}

/** Where each pair meets, on tasks about which somebody else says something. First < second. */
function sharedTasks(tasks: readonly Agreements[], labelerCount: number) {
  const pairs = new Map<number, { first: number; second: number; at: Shared[] }>()
  for (const [task, { labelers, right }] of tasks.entries()) {
    if (labelers.length < 3 && !right) continue
    for (const [i, one] of labelers.entries()) {
      for (const [k, two] of labelers.entries()) {
        if (one >= two) continue
        const key = one * labelerCount + two
        let pair = pairs.get(key)
        if (pair === undefined) {
          pair = { first: one, second: two, at: [] }
          pairs.set(key, pair)
        }
        pair.at.push({ task, first: i, second: k })
      }
    }
  }
  return [...pairs.values()].sort((a, b) => a.first - b.first || a.second - b.second)
}

/** Standard deviations by which a pair agrees more often than two such labelers would by themselves. */
function deviation(
  tasks: readonly Agreements[],
  at: readonly Shared[],
  crowd: Crowd,
  alike: number,
  agreed: (one: Shared) => number,
): number {
  const seen = at.flatMap((one) => {
    const outside = crowd.without(tasks[one.task]!, one.first, one.second)
    return outside ? [{ ...outside, agreed: agreed(one) }] : []
  })
  if (seen.length === 0) return 0
  const difficulties = seen.map((one) => one.difficulty)
  const abilityOf = (who: 'first' | 'second') =>
    abilityFor(
      difficulties,
      seen.reduce((sum, one) => sum + (one[who] ? 1 : 0), 0),
    )
  const [first, second] = [abilityOf('first'), abilityOf('second')]
  const meeting = DIFFICULTIES.map((d) => {
    const [p, q] = [sigmoid(first - d), sigmoid(second - d)]
    return p * q + (1 - p) * (1 - q) * alike
  })
  let excess = 0
  let variance = 0
  for (const one of seen) {
    const expected = one.difficulty.reduce((sum, share, d) => sum + share * meeting[d]!, 0)
    excess += one.agreed - expected
    variance += expected * (1 - expected)
  }
  return excess / Math.sqrt(variance + 1e-9)
}

/** Middle and width of the crowd's own deviations, never less than chance and what the model misses of it. */
function spread(deviations: readonly number[]): { middle: number; width: number } {
  if (deviations.length === 0) return { middle: 0, width: LEAST_WIDTH }
  const median = (values: readonly number[]) => {
    const sorted = values.toSorted((a, b) => a - b)
    return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
  }
  const middle = median(deviations)
  const width = MAD_TO_DEVIATION * median(deviations.map((one) => Math.abs(one - middle)))
  return { middle: Math.max(0, middle), width: Math.max(LEAST_WIDTH, width) }
}
