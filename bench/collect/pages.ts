/** Pages of a made-up web, like articles: sentences of some 500 words, five pages a host. */
import { seededRandom } from '../aggregate/draw.ts'

const WORDS = 500
const PAGES_PER_HOST = 5
const COMMON = ['the', 'of', 'and', 'to', 'that', 'with', 'have', 'be']

/** Addresses with their texts. */
export function pagesOf(count: number): Map<string, string> {
  const random = seededRandom(7)
  const word = (n: number) =>
    n % 3 === 0
      ? COMMON[Math.floor(random() * COMMON.length)]!
      : `w${Math.floor(random() * 20_000).toString(36)}`
  const sentence = (words: number) => `${Array.from({ length: words }, (_, n) => word(n)).join(' ')}.`
  const text = () => Array.from({ length: WORDS / 20 }, () => sentence(20)).join('\n')
  return new Map(
    Array.from({ length: count }, (_, n) => [
      `https://host-${Math.floor(n / PAGES_PER_HOST)}.example/${n}`,
      text(),
    ]),
  )
}
