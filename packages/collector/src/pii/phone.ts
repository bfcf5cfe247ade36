import { digitsOf, type Finding, matchesOf } from './finding.ts'

const EXTENSION = '(?:\\s?(?:x|ext\\.?|extension)\\s?\\d{1,6})?'
const GAP = '[ \\u00a0.\\-/]?'
const START = '(?<![\\w.,:$€£¥#/-]|\\d[ (])'
const END = '(?![\\w%]|[.,:/-]\\d)'
/** A plus begins a number whatever stands before it, so two in a row are two. */
const PLUS = '(?<!\\w)(?=\\+)'
const shape = (body: string) => new RegExp(`(?:${START}|${PLUS})${body}${EXTENSION}${END}`, 'gi')

/** Shapes that say "phone" by themselves, with how many digits they may have (E.164: at most 15). */
const SHAPES: [pattern: RegExp, least: number, most: number][] = [
  // +46 (0)8 928 571 38; 001-518-640-0854
  [
    shape(
      `(?:\\+\\d|00[1-9])\\d{0,2}${GAP}(?:\\(\\d{1,4}\\)${GAP})?\\d{1,5}(?:${GAP}(?:\\(\\d{1,5}\\)|\\d{1,5})){1,6}`,
    ),
    8,
    17,
  ],
  // (579) 888-3058, 1-780-999-2181, 259.735.7502x459
  [
    shape(
      '(?:1[ .-])?(?:\\([2-9]\\d{2}\\)[ \\u00a0.-]?|[2-9]\\d{2}[ \\u00a0.-])[2-9]\\d{2}[ \\u00a0.-]\\d{4}',
    ),
    10,
    11,
  ],
  // (37) 788-063, (08) 8747 6301
  [shape('\\(0?\\d{2,4}\\)[ \\u00a0]?\\d{3,4}[ \\u00a0-]\\d{3,4}'), 8, 12],
  // 0490 75 40 81, 01.84.17.61.18, 0961-7596216, 078 8098 1119
  [shape(`0[1-9]\\d{0,3}[ \\u00a0.\\-/]\\d{2,8}(?:${GAP}\\d{2,4}){0,4}`), 9, 12],
]

/** Any grouped number is a phone when its neighborhood says so. */
const RUN =
  /(?<![\w.,$€£¥/-]|\d[ (])(?:\(\d{1,5}\)|\d{1,5})(?:[ \u00a0.-]?(?:\(\d{1,5}\)|\d{1,8})){1,5}(?![\w%]|[.,:/]\d)/g
const BEFORE =
  /(?:\b(?:tele?)?(?:phones?|mobile|cell(?:ular|phone)?|tel|fax|desk|office|home|work|whatsapp|sms|hotline|helpline|téléphone|telefon(?:o|e)?|móvil|handy|mobil)\b(?:\s*(?:number|no|nr|#|n°))?\s*(?:is|at|on|to)?\s*[:.#=]*|(?:電話|电话|手機|手机|傳真)\s*[:：]?|\b(?:call|reach|ring|dial|text|phone|contact|answer(?:ing)?)\b(?:\s+(?:me|us|him|her|them|back|you))?(?:\s+(?:at|on|to|via))?:?|\b(?:messages?|texts?|calls?)\b[^\d\n.;]{0,24}\b(?:to|on|at|from|registered)\b[^\d\n.;]{0,16})\s*$/i
const AFTER = /^\s?[-(]?\s?(?:office|mobile|cell|fax|phone|home|work|desk|direct|tel)\b/i
/** Numbers that a call takes too: "call 2,000 2019-2020" is none, nor is a bare year range. */
const YEARS =
  /^(?:19|20)\d\d[ .-]+(?:19|20)\d\d$|^(?:19|20)\d\d[-. ]\d\d?[-. ]\d\d?$|^\d\d?[-. ]\d\d?[-. ](?:19|20)\d\d$/

/** Phone numbers: by a shape that says so alone, or any 7 to 12 grouped digits beside a word for a phone. */
export function findPhones(text: string): Finding[] {
  const byShape = SHAPES.flatMap(([pattern, least, most]) =>
    matchesOf(text, 'phone', pattern, (match) => {
      const { length } = digitsOf(match.replace(/\s?(?:x|ext).*$/i, ''))
      return length >= least && length <= most && !YEARS.test(match)
    }),
  )
  const byNeighbors = matchesOf(text, 'phone', RUN, (match, start) => {
    const { length } = digitsOf(match)
    if (length < 7 || length > 12 || YEARS.test(match)) return false
    const end = start + match.length
    return BEFORE.test(text.slice(Math.max(0, start - 60), start)) || AFTER.test(text.slice(end, end + 12))
  })
  return [...byShape, ...byNeighbors]
}
