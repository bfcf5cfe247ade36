import { malformed } from '../errors.ts'
import { normalizeText, type TextProfile } from './profile.ts'

/** Longest text compared, in graphemes or words: the comparison takes the product of two lengths. */
const LONGEST = 20_000

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** What a reader counts as characters: Unicode's extended grapheme clusters (UAX 29), of Intl.Segmenter. */
export function graphemes(text: string): string[] {
  if (/^[\x20-\x7e]*$/.test(text)) return text.split('')
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

/** Words as spaces part them. Text without spaces (Chinese) is one word: count its graphemes instead. */
export function words(text: string): string[] {
  return text.split(' ').filter((word) => word !== '')
}

/**
 * Fewest insertions, deletions and replacements that turn one sequence into the other (Levenshtein).
 * @throws aggregate/text-too-long
 */
export function editDistance(one: readonly string[], other: readonly string[]): number {
  if (Math.max(one.length, other.length) > LONGEST) {
    const message = `A text has ${Math.max(one.length, other.length)} parts.`
    throw malformed('text-too-long', 'text', message, `Compare texts of at most ${LONGEST}.`)
  }
  let from = 0
  let end = one.length
  let otherEnd = other.length
  while (from < end && from < otherEnd && one[from] === other[from]) from++
  while (end > from && otherEnd > from && one[end - 1] === other[otherEnd - 1]) {
    end--
    otherEnd--
  }
  let above = Uint32Array.from({ length: otherEnd - from + 1 }, (_, column) => column)
  let row = new Uint32Array(above.length)
  for (let i = from; i < end; i++) {
    row[0] = i - from + 1
    for (let column = 1; column < row.length; column++) {
      const replaced = above[column - 1]! + (one[i] === other[from + column - 1] ? 0 : 1)
      row[column] = Math.min(replaced, above[column]! + 1, row[column - 1]! + 1)
    }
    ;[above, row] = [row, above]
  }
  return above[above.length - 1]!
}

/**
 * 1 for texts that are the same under the profile, 0 for texts without a common grapheme: 1 − distance / the
 * longer length. Two empty texts are the same.
 * @throws aggregate/malformed-text, aggregate/unknown-profile, aggregate/text-too-long
 */
export function editSimilarity(one: string, other: string, profile: TextProfile = 'reading/1'): number {
  const [a, b] = [graphemes(normalizeText(one, profile)), graphemes(normalizeText(other, profile))]
  const longer = Math.max(a.length, b.length)
  return longer === 0 ? 1 : 1 - editDistance(a, b) / longer
}
