import { editDistance, graphemesOf, wordsOf } from './distance.ts'
import { normalize, type Profile } from './normalize.ts'

/** An error rate with its 95 % interval. */
export interface ErrorRate {
  rate: number
  low: number
  high: number
  texts: number
}

const DRAWS = 1_000

/**
 * Character (by grapheme) and word error rates of texts against the truth: edits ÷ length of the truth. The interval
 * is a percentile bootstrap over texts with a fixed seed, so that the same texts give the same figures.
 */
export function errorRates(
  pairs: readonly { text: string; truth: string }[],
  profile: Profile,
): { cer: ErrorRate; wer: ErrorRate } | null {
  if (pairs.length === 0) return null
  const counted = (split: (text: string) => string[]) =>
    pairs.map(({ text, truth }) => {
      const wanted = split(normalize(truth, profile))
      return { edits: editDistance(split(normalize(text, profile)), wanted), length: wanted.length }
    })
  return { cer: rateOf(counted(graphemesOf)), wer: rateOf(counted(wordsOf)) }
}

function rateOf(counts: readonly { edits: number; length: number }[]): ErrorRate {
  const rate = (of: readonly { edits: number; length: number }[]) => {
    const length = of.reduce((sum, one) => sum + one.length, 0)
    return of.reduce((sum, one) => sum + one.edits, 0) / Math.max(1, length)
  }
  const next = randomFrom(1)
  const drawn = Array.from({ length: DRAWS }, () =>
    rate(counts.map(() => counts[Math.floor(next() * counts.length)]!)),
  )
  drawn.sort((a, b) => a - b)
  const at = (share: number) => drawn[Math.floor(share * (DRAWS - 1))]!
  return { rate: rate(counts), low: at(0.025), high: at(0.975), texts: counts.length }
}

/** mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
