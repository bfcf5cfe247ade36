/** A made-up web: pages of words that change between visits the way real ones do. */
import { seededRandom } from '../aggregate/draw.ts'

const WORDS = 40
/** Shares of pages, by the first draw of their number. */
const VOLATILE = 0.015
const TWO_FACED = 0.01
const SYNDICATED = 0.01
/**
 * A visit sees 0, 1 or 2 words changed. Two visits then have Jaccard₅ 1, 0.76, 0.57 or less with 64, 29, 6 and 1 %;
 * two extractors on one real page: median 0.95, 5th percentile 0.64.
 */
const ONE_CHANGED = 0.18
const TWO_CHANGED = 0.02

export interface Web {
  /** What a visitor is shown. Two-faced pages have two texts, one a visitor; volatile pages are new each time. */
  visit(url: number, visitor: number): string
  /** The edition before the present one: a fifth to two fifths of its words are kept. */
  stale(url: number): string
  /** Text that nobody wrote, the same for the same key. */
  invent(key: number, words?: number): string
}

export function makeWeb(seed: number): Web {
  const random = seededRandom(seed)
  const draw = (...keys: number[]) =>
    seededRandom(keys.reduce((hash, key) => (Math.imul(hash ^ key, 0x9e3779b1) ^ (hash >>> 15)) >>> 0, seed))
  const words = (at: () => number, count: number) =>
    Array.from({ length: count }, () => `w${Math.floor(at() * 20_000).toString(36)}`)
  const kindOf = (url: number) => draw(url, 1)()
  const change = (text: string[], count: number) => {
    for (let n = 0; n < count; n++)
      text[Math.floor(random() * text.length)] = `n${Math.floor(random() * 1e6).toString(36)}`
    return text.join(' ')
  }
  const textOf = (url: number, face: number) => words(draw(url, 2, face), WORDS)
  return {
    visit(url, visitor) {
      const kind = kindOf(url)
      if (kind < VOLATILE) return words(random, WORDS).join(' ')
      if (kind < VOLATILE + TWO_FACED) return textOf(url, visitor % 2).join(' ')
      const source = kind < VOLATILE + TWO_FACED + SYNDICATED ? url - (url % 200) : url
      const chance = random()
      return change(textOf(source, 0), chance < TWO_CHANGED ? 2 : chance < TWO_CHANGED + ONE_CHANGED ? 1 : 0)
    },
    stale(url) {
      const now = textOf(url, 0)
      const kept = Math.floor(WORDS * (0.2 + 0.2 * random()))
      return [...now.slice(0, kept), ...words(draw(url, 3), WORDS - kept)].join(' ')
    },
    invent: (key, count = WORDS) => words(draw(key, 4), count).join(' '),
  }
}
