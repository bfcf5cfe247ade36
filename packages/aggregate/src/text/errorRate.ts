import { type Interval, wilson } from '../interval.ts'
import { editDistance, graphemes, words } from './edit.ts'
import { normalizeText, type TextProfile } from './profile.ts'

export interface ErrorRate extends Interval {
  /** Edits and length of the true texts, in graphemes or words. */
  errors: number
  length: number
  /** errors / length; above 1 where an answer is longer than it is right. 0 without text. */
  rate: number
}

export interface ErrorRateOptions {
  profile?: TextProfile
  /** `grapheme`: character error rate (CER); `word`: word error rate (WER). Default `grapheme`. */
  unit?: 'grapheme' | 'word'
}

/**
 * CER or WER over texts whose truth is known, with a 95 % interval: Wilson's, over as many independent
 * characters as the scatter between texts leaves (errors come in clusters: one bad line is many).
 * @throws aggregate/malformed-text, aggregate/unknown-profile, aggregate/text-too-long
 */
export function errorRate(
  texts: Iterable<{ truth: string; answer: string }>,
  { profile = 'reading/1', unit = 'grapheme' }: ErrorRateOptions = {},
): ErrorRate {
  const split = unit === 'word' ? words : graphemes
  const each: { errors: number; length: number }[] = []
  for (const { truth, answer } of texts) {
    const right = split(normalizeText(truth, profile))
    each.push({ errors: editDistance(right, split(normalizeText(answer, profile))), length: right.length })
  }
  const errors = each.reduce((sum, text) => sum + text.errors, 0)
  const length = each.reduce((sum, text) => sum + text.length, 0)
  if (length === 0) return { errors, length, rate: errors > 0 ? 1 : 0, low: 0, high: 1 }
  const rate = errors / length
  // Ratio estimator, linearized (Cochran, Sampling Techniques, ch. 6).
  const squares = each.reduce((sum, text) => sum + (text.errors - rate * text.length) ** 2, 0)
  const variance = ((each.length / Math.max(1, each.length - 1)) * squares) / length ** 2
  if (rate >= 1) {
    const half = 1.96 * Math.sqrt(variance)
    return { errors, length, rate, low: Math.max(0, rate - half), high: rate + half }
  }
  const design = rate === 0 ? 1 : Math.max(1, (variance * length) / (rate * (1 - rate)))
  return { errors, length, rate, ...wilson(errors / design, length / design) }
}
