const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** What a reader counts as characters: क्षि and 👨‍👩‍👧 are one each. */
export const graphemesOf = (text: string): string[] => [...graphemes.segment(text)].map((one) => one.segment)

/** Words; of scripts without spaces, characters. */
export const wordsOf = (text: string): string[] =>
  text.match(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu,
  ) ?? []

/** Least insertions, deletions and replacements (Levenshtein) from one sequence to another. */
export function editDistance(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (const [i, one] of a.entries()) {
    const next = [i + 1]
    for (const [j, other] of b.entries()) {
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (one === other ? 0 : 1)))
    }
    row = next
  }
  return row[b.length]!
}

/** 1 for the same, 0 for nothing in common, by grapheme. */
export function similarity(a: string, b: string): number {
  if (a === b) return 1
  const [x, y] = [graphemesOf(a), graphemesOf(b)]
  return 1 - editDistance(x, y) / Math.max(x.length, y.length, 1)
}
