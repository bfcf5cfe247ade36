/** What kinds of personal data are looked for. A name is not among them: it takes a model, not a pattern. */
export const PERSONAL_DATA_KINDS = [
  'email',
  'phone',
  'iban',
  'card',
  'ip',
  'national-id',
  'seed-phrase',
  'secret-key',
] as const

export type PersonalDataKind = (typeof PERSONAL_DATA_KINDS)[number]

/** A place in a text, `[start, end)` in UTF-16 units. It holds no value, so a list of findings may be logged. */
export interface Finding {
  kind: PersonalDataKind
  start: number
  end: number
}

/** Every match of a global pattern that passes the check. */
export function matchesOf(
  text: string,
  kind: PersonalDataKind,
  pattern: RegExp,
  passes: (match: string, start: number) => boolean = () => true,
): Finding[] {
  return [...text.matchAll(pattern)]
    .filter((match) => passes(match[0], match.index))
    .map((match) => ({ kind, start: match.index, end: match.index + match[0].length }))
}

export const digitsOf = (text: string): string => text.replace(/\D/g, '')

/** ISO/IEC 7812-1 annex B. `digits` holds digits only. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let fromRight = 0; fromRight < digits.length; fromRight++) {
    const digit = Number(digits[digits.length - 1 - fromRight])
    sum += fromRight % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit
  }
  return digits.length > 0 && sum % 10 === 0
}

/** The remainder of a decimal number of any length. */
export function remainder(digits: string, divisor: number): number {
  let rest = 0
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % divisor
  return rest
}

const CALLED_OTHERWISE =
  /(?<!\p{L})(?:part|item|order|tracking|lot|batch|serial|invoice|article|model|sku|ean|upc|gtin|isbn(?:-1[03])?|issn|pmid|doi)(?:\s(?:no|nr|number|id|code))?[.:#\s]{1,3}$|(?:订单|訂單|编号|編號|單號|单号)号?[:：\s]{0,2}$/iu

/** Whether the text says that the number at `start` is one of goods, books or orders. */
export const isCalledOtherwise = (text: string, start: number): boolean =>
  CALLED_OTHERWISE.test(text.slice(Math.max(0, start - 24), start))
