import { malformed } from '../errors.ts'

/**
 * What counts as the same text. A result stores the name of its profile, so a profile once used never changes:
 * a better one gets the next number.
 * `exact`: the same letters, however composed. `reading`: what a reader sees; digits of any script, styles of
 * quotes and dashes, a danda for a full stop, invisible marks and spaces make no difference. `words`: letters
 * and digits only, in any case.
 */
export type TextProfile = 'exact/1' | 'reading/1' | 'words/1'

const STEPS: Readonly<Record<TextProfile, readonly ((text: string) => string)[]>> = {
  'exact/1': [compose, oneSpace],
  'reading/1': [dropInvisible, narrow, asciiDigits, plainMarks, compose, oneSpace, closeUp],
  'words/1': [dropInvisible, narrow, asciiDigits, lowerCase, dropMarks, compose, oneSpace, closeUp],
}

/**
 * The form in which two texts are compared. Normalizing twice is the same as once. `field` names the text in an error.
 * @throws aggregate/malformed-text, aggregate/unknown-profile
 */
export function normalizeText(text: string, profile: TextProfile, field = 'text'): string {
  if (!Object.hasOwn(STEPS, profile)) {
    const message = `The profile is ${JSON.stringify(profile)}.`
    throw malformed('unknown-profile', 'profile', message, `Use one of ${Object.keys(STEPS).join(', ')}.`)
  }
  if (!text.isWellFormed()) {
    const message = 'The text has half of a surrogate pair.'
    throw malformed('malformed-text', field, message, 'Send well-formed Unicode.')
  }
  return STEPS[profile].reduce((form, step) => step(form), text)
}

/** NFC. Devanagari letters with a nukta come out apart (क + ़), whether typed as one code point or two. */
function compose(text: string): string {
  return text.normalize('NFC')
}

/**
 * Joiners (ZWJ, ZWNJ) choose the form of a conjunct, not its letters; soft hyphens, marks of direction and
 * variation selectors are never seen.
 */
function dropInvisible(text: string): string {
  return text.replace(/\p{Default_Ignorable_Code_Point}/gu, '')
}

/** Full-width forms of ASCII, as Chinese keyboards type them. */
function narrow(text: string): string {
  return text.replace(/[\uff01-\uff5e]/gu, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
}

function asciiDigits(text: string): string {
  return text.replace(/[^\P{Nd}0-9]/gu, (digit) => String(digitValue(digit.codePointAt(0)!)))
}

/** Decimal digits stand in runs of ten; only the mathematical ones stand run to run (Unicode, Nd). */
function digitValue(code: number): number {
  if (code >= 0x1d7ce && code <= 0x1d7ff) return (code - 0x1d7ce) % 10
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++
  return value
}

const PLAIN = new Map(
  Object.entries({
    "'": '‘’‚‛′´`ʼ',
    '"': '“”„‟″«»「」『』〝〞',
    '-': '‐‑‒–—―−',
    '.': '।॥。｡・·',
    ',': '、､،',
    '?': '؟',
    '[': '【〔',
    ']': '】〕',
    '<': '〈《‹',
    '>': '〉》›',
    '...': '…⋯',
  }).flatMap(([plain, marks]) => [...marks].map((mark) => [mark, plain] as const)),
)

function plainMarks(text: string): string {
  return text
    .replace(/[^\p{L}\p{M}\p{N}\p{White_Space}]/gu, (mark) => PLAIN.get(mark) ?? mark)
    .replaceAll('ʼ', "'")
}

function dropMarks(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
}

function lowerCase(text: string): string {
  return text.toLowerCase()
}

function oneSpace(text: string): string {
  return text.replace(/\p{White_Space}+/gu, ' ').trim()
}

/** Chinese and Japanese are written without spaces, and nobody sees one before a full stop. */
function closeUp(text: string): string {
  return text
    .replace(/ (?=[.,!?;:)\]])/gu, '')
    .replace(
      /(?<=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]) | (?=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])/gu,
      '',
    )
}
