import { digitsOf, type Finding, isCalledOtherwise, matchesOf, passesLuhn, remainder } from './finding.ts'

/** Lengths by country, ISO 13616 registry (SWIFT, release 99). */
const IBAN_LENGTHS: Record<string, number> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 ' +
    'EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 ' +
    'IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 ' +
    'NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 ' +
    'SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 ' +
    // Not in the registry, and in use.
    'AO25 BF28 BJ28 CF27 CG27 CI28 CM27 CV25 DZ26 GA27 GQ27 GW25 HN28 IR26 KM27 MA28 MG27 ML28 MZ25 NE28 SN28 TD27 TG28'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)

const IBAN_START = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}[ -]?(?=[A-Za-z0-9])/g

/** IBANs, in one piece or in groups, by length of the country and ISO 7064 mod 97-10. */
export function findIbans(text: string): Finding[] {
  return [...text.matchAll(IBAN_START)].flatMap(({ 0: head, index: start }) => {
    const length = IBAN_LENGTHS[head.slice(0, 2).toUpperCase()]
    if (length === undefined) return []
    let end = start
    let compact = ''
    while (compact.length < length && end < text.length) {
      const unit = text[end]!
      if (/[A-Za-z0-9]/.test(unit)) compact += unit.toUpperCase()
      else if (!/[ \u00a0-]/.test(unit)) break
      end++
    }
    const whole = compact.length === length && !/[A-Za-z0-9]/.test(text[end] ?? '')
    return whole && passesMod97(compact) ? [{ kind: 'iban' as const, start, end }] : []
  })
}

const CALLED_IBAN = /(?<=\bIBAN\b[\s:#.]{0,4}(?:is\s)?)[A-Z]{2}\d{2}[A-Z0-9]{11,30}(?![A-Za-z0-9])/gi

/** What is called an IBAN and passes its check is one, whatever the length that its country registered. */
export const findCalledIbans = (text: string): Finding[] =>
  matchesOf(text, 'iban', CALLED_IBAN, (match) => passesMod97(match.toUpperCase()))

function passesMod97(iban: string): boolean {
  const numeric = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  )
  return remainder(numeric, 97) === 1
}

const CARD_RUN = /(?<![A-Za-z\d_.,-])\d(?:[ -]?\d){11,18}(?![A-Za-z\d_]|[.,]\d)/g
/** Visa, Mastercard, American Express, Diners, Discover, JCB (also its old 15 digits), UnionPay, Mir. */
const ISSUERS: [prefix: RegExp, lengths: number[]][] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^3(?:0[0-59]|[689])/, [14, 16, 19]],
  [/^(?:6011|64[4-9]|65)/, [16, 19]],
  [/^35/, [16, 17, 18, 19]],
  [/^(?:1800|2131)/, [15]],
  [/^62/, [16, 17, 18, 19]],
  [/^220[0-4]/, [16]],
]
/** Maestro and national schemes (Elo, Verve, RuPay, Troy, Humo, Uzcard): half of all numbers begin like one of these. */
const WIDE_ISSUERS = /^(?:0604|50|5[6-9]|6|8[126]|9792|9860)/
const GROUPED = /^\d{4}([ -])\d{4}\1\d{4}/
const CARD_WORDS =
  /(?<!\p{L})(?:card|cc|visa|mastercard|amex|maestro|credit|debit|carte?|carta|cart[aã]o|tarjeta|kart(?:e|a|ı|u|ica)?|kort(?:ti|elė)?|kaart|kártya|thẻ|карт[аук]\p{L}?|κάρτα|כרטיס|بطاقة|कार्ड)(?!\p{L})|卡|カード|카드|บัตร/iu

/**
 * Payment card numbers: an issuer's prefix and length, and Luhn. One number in ten passes Luhn, so the short
 * ones (12 and 13 digits, where article and phone numbers live) also need a word for a card before them, and
 * those of wide issuers a word or groups of four.
 */
export function findCards(text: string): Finding[] {
  return matchesOf(text, 'card', CARD_RUN, (match, start) => {
    const digits = digitsOf(match)
    if (!passesLuhn(digits) || /^(\d)\1+$/.test(digits) || isCalledOtherwise(text, start)) return false
    if (/\D/.test(match) && !/^\d{4}\D/.test(match)) return false
    const issued = ISSUERS.some(([prefix, lengths]) => prefix.test(digits) && lengths.includes(digits.length))
    if (!issued && !WIDE_ISSUERS.test(digits)) return false
    if (digits.length > 13 && (issued || GROUPED.test(match))) return true
    return CARD_WORDS.test(text.slice(Math.max(0, start - 60), start))
  })
}
