/** UTF-8 that was once read as Windows-1252: "â€™" for "’". Only what cannot be meant is mended. */
const MISREAD: [RegExp, string][] = [
  [/â€™/g, '’'],
  [/â€˜/g, '‘'],
  [/â€œ/g, '“'],
  [/â€\u009d|â€/g, '”'],
  [/â€“/g, '–'],
  [/â€”/g, '—'],
  [/â€¦/g, '…'],
  [/Â(?=[\u00a0°§©®±µ])/g, ''],
]
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out; nobody can see them in a text
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff]/g

/** Mends what a wrong encoding left, takes out control characters, and gives lines one ending. */
export function mendEncoding(text: string): string {
  let mended = text
  for (const [found, meant] of MISREAD) mended = mended.replace(found, meant)
  return mended.replace(/\r\n?/g, '\n').replace(CONTROL, '')
}

/** One form of letters with marks (NFC), one kind of blank, at most one empty line. */
export const oneForm = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

const DIGITS = /[\uff10-\uff19]/g
/** Signs that are whole units (㎞, ℃): Unicode's own compatibility forms. */
const UNIT_SIGNS = /[\u2103\u2109\u3371-\u337a\u3380-\u33df]/g
/** A number and its unit, in whatever blank they were set apart. */
const NUMBER_UNIT =
  /(\d)[\u00a0\u2009\u202f ]?(km\/h|mph|km|cm|mm|kg|mg|ml|kWh|MW|GW|kW|GB|MB|kB|°C|°F|%)(?![\p{L}\d])/gu

/** Full-width digits, signs that are units, and the space between number and unit, written one way. */
export const oneUnitForm = (text: string): string =>
  text
    .replace(DIGITS, (digit) => String.fromCodePoint(digit.codePointAt(0)! - 0xff10 + 0x30))
    .replace(UNIT_SIGNS, (sign) => sign.normalize('NFKC'))
    .replaceAll('µ', 'μ')
    .replace(NUMBER_UNIT, (_, digit: string, unit: string) =>
      unit === '%' ? `${digit}%` : `${digit} ${unit}`,
    )

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const WITH_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/
const DAY_ONLY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?$/
const WORDS = /^(?:(\d{1,2})\.? )?([A-Za-z]{3,9})\.?,? (?:(\d{1,2}),? )?(\d{4})$/

/**
 * A date as ISO 8601: an instant in UTC where the zone is told, else the day alone. What is ambiguous (03/04/2026) or no
 * day at all is no value. @returns null when it is none.
 */
export function isoDate(text: string): string | null {
  const given = text.trim()
  if (WITH_TIME.test(given)) {
    const time = Date.parse(given.replace(' ', 'T'))
    return Number.isNaN(time) ? null : new Date(time).toISOString()
  }
  const day = DAY_ONLY.exec(given)
  if (day) return dayOf(Number(day[1]), Number(day[2]), Number(day[3]))
  const words = WORDS.exec(given)
  if (!words) return null
  const month = MONTHS.indexOf(words[2]!.slice(0, 3).toLowerCase()) + 1
  const date = words[1] ?? words[3]
  return month === 0 || date === undefined ? null : dayOf(Number(words[4]), month, Number(date))
}

function dayOf(year: number, month: number, date: number): string | null {
  const made = new Date(Date.UTC(year, month - 1, date))
  const is = made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === date
  return is ? made.toISOString().slice(0, 10) : null
}
