/** The measure of scrapinghub/article-extraction-benchmark (`evaluate.py`): 4-gram shingles of words. */
const WORD = /[\p{L}\p{N}_]+/gu
const SIZE = 4

interface PageScore {
  truePositive: number
  falsePositive: number
  falseNegative: number
  exact: boolean
}

export interface Scores {
  f1: number
  precision: number
  recall: number
  accuracy: number
}

/** Shares of one page's shingles that are right, too many and missing; the three sum to 1, or are all 0. */
export function scorePage(truth: string, predicted: string): PageScore {
  const wanted = tokens(truth)
  const given = tokens(predicted)
  const expected = countShingles(wanted)
  const actual = countShingles(given)
  let truePositive = 0
  let falsePositive = 0
  let falseNegative = 0
  for (const key of new Set([...expected.keys(), ...actual.keys()])) {
    const a = expected.get(key) ?? 0
    const b = actual.get(key) ?? 0
    truePositive += Math.min(a, b)
    falsePositive += Math.max(0, b - a)
    falseNegative += Math.max(0, a - b)
  }
  const all = truePositive + falsePositive + falseNegative || 1
  return {
    truePositive: truePositive / all,
    falsePositive: falsePositive / all,
    falseNegative: falseNegative / all,
    exact: wanted.length === given.length && wanted.every((token, at) => token === given[at]),
  }
}

/** Precision and recall are means over the pages where they are defined; F1 is of the two means. */
export function summarize(pages: PageScore[]): Scores {
  const precision = meanDefined(pages.map((page) => [page.truePositive, page.falsePositive]))
  const recall = meanDefined(pages.map((page) => [page.truePositive, page.falseNegative]))
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
  return { f1, precision, recall, accuracy: pages.filter(({ exact }) => exact).length / pages.length }
}

const tokens = (text: string): string[] => text.match(WORD) ?? []

function countShingles(words: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  const last = words.length === 0 ? -1 : Math.max(0, words.length - SIZE)
  for (let at = 0; at <= last; at++) {
    const key = words.slice(at, at + SIZE).join(' ')
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

function meanDefined(pairs: [right: number, wrong: number][]): number {
  const defined = pairs.filter(([right, wrong]) => right + wrong > 0)
  return defined.reduce((sum, [right, wrong]) => sum + right / (right + wrong), 0) / (defined.length || 1)
}
