import type { Recipe } from './recipe.ts'

/** What the filters look at, counted once. */
interface Counted {
  text: string
  lines: string[]
  words: string[]
  language: string | null
}

type Filter = (of: Counted, recipe: Recipe) => boolean

const part = (found: number, all: number) => (all === 0 ? 0 : found / all)
const partOf = <T>(all: readonly T[], is: (one: T) => boolean) => part(all.filter(is).length, all.length)

/** Scripts without spaces: what is between two spaces is no word there, so a character counts as one. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu
const STOP_WORDS = ['the', 'be', 'to', 'of', 'and', 'that', 'have', 'with']
const SENTENCE_END = /[.!?…。！？"”’»)\]]$/u
const SHORT_LINE = 30

/** Each keeps a text or not; in this order. [Gopher: Rae et al. 2021, A1.1; FineWeb: Penedo et al. 2024, 3.6] */
export const FILTERS: Record<string, Filter> = {
  undecodable: ({ text }, { undecodable }) =>
    part(text.split('\ufffd').length - 1, text.length) <= undecodable,
  language: ({ language }, { languages }) =>
    languages === undefined || (language !== null && languages.includes(language)),
  words: ({ words, text }, { words: { least, most } }) => {
    const count = words.length + (text.match(UNSPACED)?.length ?? 0)
    return least <= count && count <= most
  },
  'word-length': ({ words, text }, { wordLength: { least, most } }) => {
    // Where most of it is in a script without spaces there is no such thing.
    if (part(text.match(UNSPACED)?.length ?? 0, text.length) > 0.2 || words.length === 0) return true
    const mean = words.reduce((sum, word) => sum + word.length, 0) / words.length
    return least <= mean && mean <= most
  },
  symbols: ({ text, words }, { symbols }) =>
    part(text.match(/#|…|\.\.\./g)?.length ?? 0, words.length) <= symbols,
  'bullet-lines': ({ lines }, { bulletLines }) =>
    partOf(lines, (line) => /^[-*•●‣▪]/u.test(line)) <= bulletLines,
  'ellipsis-lines': ({ lines }, { ellipsisLines }) =>
    partOf(lines, (line) => /(?:…|\.\.\.)$/.test(line)) <= ellipsisLines,
  'letter-words': ({ words }, { letterWords }) =>
    words.length === 0 || partOf(words, (word) => /\p{L}/u.test(word)) >= letterWords,
  'stop-words': ({ words, language }, { stopWords }) => {
    if (language !== 'en') return true
    const said = new Set(words.map((word) => word.toLowerCase()))
    return STOP_WORDS.filter((word) => said.has(word)).length >= stopWords
  },
  'sentence-lines': ({ lines }, { sentenceLines }) =>
    partOf(lines, (line) => SENTENCE_END.test(line)) >= sentenceLines,
  'short-lines': ({ lines, text }, { shortLines }) =>
    text.search(UNSPACED) >= 0 || partOf(lines, (line) => line.length <= SHORT_LINE) < shortLines,
  'repeated-characters': ({ lines, text }, { repeatedCharacters }) => {
    const seen = new Set<string>()
    let repeated = 0
    for (const line of lines) {
      if (seen.has(line)) repeated += line.length
      seen.add(line)
    }
    return part(repeated, text.length) <= repeatedCharacters
  },
}

export function counted(text: string, language: string | null): Counted {
  const lines = text.split('\n').filter((line) => line !== '')
  const words = text.split(/\s+/).filter((word) => word !== '')
  return { text, lines, words, language }
}
