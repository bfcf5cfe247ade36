import { digitsOf, type Finding, isCalledOtherwise, matchesOf, passesLuhn, remainder } from './finding.ts'

interface NationalId {
  pattern: RegExp
  passes?: (match: string, before: string) => boolean
}

const weighted = (digits: string, weights: number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0)

const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE'
const HETU_SIGNS = '0123456789ABCDEFHJKLMNPRSTUVWXY'
const TAIWAN_LETTERS = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'

/** One line per country: the form it is written in, and the check that the country itself defines. */
const NATIONAL_IDS: Record<string, NationalId> = {
  // Never 000, 666 or 9xx, group 00, serial 0000 (SSA, 2011).
  unitedStates: {
    pattern: /(?<![\w-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])/g,
    passes: (match, before) =>
      match.includes('-') || /\b(?:ssn|social security|tax(?:payer)? id)\b[^\d]{0,24}$/i.test(before),
  },
  unitedStatesBare: {
    pattern: /(?<!\w)(?!000|666|9)\d{9}(?!\w)/g,
    passes: (_, before) => /\b(?:ssn|social security)\b[^\d]{0,24}$/i.test(before),
  },
  unitedKingdom: {
    pattern:
      /(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)/g,
  },
  spain: {
    pattern: /(?<!\w)(?:[XYZ]-?\d{7}|\d{8})-?[A-Z](?!\w)/g,
    passes: (match) => {
      const plain = match.replaceAll('-', '').replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)))
      return plain.at(-1) === DNI_LETTERS[Number(plain.slice(0, -1)) % 23]
    },
  },
  italy: {
    pattern: /(?<!\w)[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?!\w)/g,
  },
  france: {
    pattern: /(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?\d{2} ?\d{3} ?\d{3} ?\d{2}(?!\d)/g,
    passes: (match) => {
      const digits = digitsOf(match)
      return 97 - remainder(digits.slice(0, 13), 97) === Number(digits.slice(13))
    },
  },
  finland: {
    pattern: /(?<!\w)[0-3]\d[01]\d{3}[-+A-FU-Y]\d{3}[0-9A-Y](?!\w)/g,
    passes: (match) => {
      const digits = digitsOf(match.slice(0, 10))
      return HETU_SIGNS[Number(digits) % 31] === match[10]
    },
  },
  sweden: {
    pattern: /(?<![\w-])(?:19|20)?\d{2}[01]\d[0-3]\d[-+]\d{4}(?![\w-])/g,
    passes: (match) => passesLuhn(digitsOf(match).slice(-10)),
  },
  brazil: {
    pattern: /(?<![\w.])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w-])/g,
    passes: (match) => {
      const digits = digitsOf(match)
      const check = (length: number) =>
        ((weighted(
          digits,
          Array.from({ length }, (_, at) => length + 1 - at),
        ) *
          10) %
          11) %
        10
      return check(9) === Number(digits[9]) && check(10) === Number(digits[10])
    },
  },
  china: {
    pattern: /(?<!\w)[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\w)/g,
    passes: (match) => {
      const sum = weighted(match, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
      return '10X98765432'[sum % 11] === match[17]!.toUpperCase()
    },
  },
  taiwan: {
    pattern: /(?<!\w)[A-Z][1289]\d{8}(?!\w)/g,
    passes: (match) => {
      const letter = TAIWAN_LETTERS.indexOf(match[0]!) + 10
      const sum = Math.floor(letter / 10) + 9 * (letter % 10)
      return (sum + weighted(match.slice(1), [8, 7, 6, 5, 4, 3, 2, 1, 1])) % 10 === 0
    },
  },
  korea: {
    pattern: /(?<![\w-])\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-[1-8]\d{6}(?![\w-])/g,
  },
  poland: {
    pattern: /(?<!\w)\d{11}(?!\w)/g,
    passes: (match, before) =>
      /\bpesel\b[^\d]{0,16}$/i.test(before) && weighted(match, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0,
  },
  netherlands: {
    pattern: /(?<!\w)\d{9}(?!\w)/g,
    passes: (match, before) =>
      /\b(?:bsn|burgerservicenummer)\b[^\d]{0,16}$/i.test(before) &&
      weighted(match, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
  },
  // EAN-13 over 756, Switzerland's number.
  switzerland: {
    pattern: /(?<![\w.])756\.\d{4}\.\d{4}\.\d{2}(?![\w.])/g,
    passes: (match) => weighted(digitsOf(match), [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0,
  },
  norway: {
    pattern: /(?<![\w.+-])[0-7]\d(?:0[1-9]|1[0-2])\d{2} ?\d{5}(?![\w-]|[.,]\d)/g,
    passes: (match) => {
      const digits = digitsOf(match)
      return (
        weighted(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
        weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
      )
    },
  },
  belgium: {
    pattern:
      /(?<![\w.+-]|\+\d )\d{2}[. ]?(?:0[1-9]|1[0-2])[. ]?(?:0[1-9]|[12]\d|3[01])[- ]?\d{3}[. ]?\d{2}(?![\w-]|[.,]\d)/g,
    passes: (match) => {
      const digits = digitsOf(match)
      return ['', '2'].some(
        (century) => 97 - remainder(century + digits.slice(0, 9), 97) === Number(digits.slice(9)),
      )
    },
  },
  latvia: {
    pattern: /(?<![\w-])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}-\d{5}(?![\w-])/g,
    passes: (match) => {
      const digits = digitsOf(match)
      return (1101 - weighted(digits, [1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11 === Number(digits[10])
    },
  },
  czechia: {
    pattern: /(?<![\w/-])\d{2}[0-8]\d[0-3]\d\/\d{4}(?![\w/-])/g,
    passes: (match) => /^\d\d(?:[0257]\d|[1368][0-2])/.test(match) && remainder(digitsOf(match), 11) === 0,
  },
  chile: {
    pattern: /(?<![\w.])\d{1,2}\.\d{3}\.\d{3}-[\dK](?![\w-])/g,
    passes: (match) => {
      const digits = digitsOf(match.slice(0, -2)).padStart(8, '0')
      return 'K0123456789'[(weighted(digits, [3, 2, 7, 6, 5, 4, 3, 2]) * 10 + 1) % 11] === match.at(-1)
    },
  },
  singapore: {
    pattern: /(?<!\w)[STFG]\d{7}[A-Z](?!\w)/g,
    passes: (match) => {
      const offset = /[TG]/.test(match[0]!) ? 4 : 0
      const letters = /[ST]/.test(match[0]!) ? 'JZIHGFEDCBA' : 'XWUTRQPNMLK'
      return letters[(weighted(match.slice(1), [2, 7, 6, 5, 4, 3, 2]) + offset) % 11] === match[8]
    },
  },
  // 12 digits are common; only the printed 4-4-4 form beside its name.
  india: {
    pattern: /(?<!\w)[2-9]\d{3}[ -]\d{4}[ -]\d{4}(?!\w)/g,
    passes: (_, before) => /\b(?:aadhaar|aadhar|uid)\b[^\d]{0,24}$/i.test(before),
  },
}

/** National identity numbers, each by the check its own country defines where there is one. */
export function findNationalIds(text: string): Finding[] {
  return Object.values(NATIONAL_IDS).flatMap(({ pattern, passes }) =>
    matchesOf(
      text,
      'national-id',
      pattern,
      (match, start) =>
        !isCalledOtherwise(text, start) &&
        (passes?.(match, text.slice(Math.max(0, start - 48), start)) ?? true),
    ),
  )
}
