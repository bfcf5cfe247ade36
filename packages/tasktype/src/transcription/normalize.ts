/**
 * Named ways of telling whether two texts are the same. The name is kept with the campaign: a profile never changes,
 * a better one gets a new name.
 */
export const PROFILES = ['exact-1', 'plain-1', 'loose-1'] as const
export type Profile = (typeof PROFILES)[number]

/** What writers type in more than one way for one sign. */
const SAME: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u201A\u201B\u2032\u00B4\u0060]/g, "'"],
  [/[\u201C\u201D\u201E\u201F\u2033\u300C\u300D\u300E\u300F\u00AB\u00BB]/g, '"'],
  [/[\u2010-\u2015\u2212\uFE58\uFF0D]/g, '-'],
  [/\u2026|\u22EF/g, '...'],
  // A danda is often typed as a bar.
  [/\|/g, '\u0964'],
  // The full stop and comma of Chinese.
  [/\u3002/g, '.'],
  [/\u3001/g, ','],
]

/** Digits of any script as ASCII: the zero of each block of ten. */
const DIGIT_ZEROS = [
  0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50,
]

function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0)!
    const zero = DIGIT_ZEROS.find((one) => code >= one && code < one + 10)
    return zero === undefined ? digit : String(code - zero)
  })
}

/**
 * A text as a profile compares it. All: NFC, white space as one space. `plain-1`: also without ZWJ and ZWNJ (Hindi
 * looks the same with and without in most fonts), soft hyphens and variation selectors, digits and punctuation of one
 * form. `loose-1`: also in lower case and without punctuation.
 */
export function normalize(text: string, profile: Profile): string {
  let out = text.normalize('NFC')
  if (profile !== 'exact-1') {
    out = out.replace(/\u200B|\u200C|\u200D|\u2060|\uFEFF|\u00AD|[\uFE00-\uFE0F]/g, '')
    out = out.replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCodePoint(sign.codePointAt(0)! - 0xfee0))
    for (const [from, to] of SAME) out = out.replace(from, to)
    // Nukta letters and others that NFC leaves apart come together once the joiners are gone.
    out = asciiDigits(out).normalize('NFC')
  }
  if (profile === 'loose-1') out = out.toLowerCase().replace(/[\p{P}\p{S}]/gu, '')
  return out.replace(/\s+/g, ' ').trim()
}
