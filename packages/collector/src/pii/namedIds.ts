import type { Finding } from './finding.ts'

/** Short names of identity and tax numbers, written in capitals: in small letters most are words ("sin", "nit"). */
const CAPITALS =
  /(?<![\p{L}\d])(?:ITIN|SIN|NINO|NIN|NIF|NIE|DNI|NUSS|CPF|RG|PESEL|BSN|CNP|EGN|ЕГН|OIB|AMKA|ΑΜΚΑ|AFM|ΑΦΜ|PPS|PPSN|CPR|TFN|IRD|NHS|AHV|AVS|INSEE|NIR|CURP|RUT|CUIT|CUIL|TC|TCKN|INN|ИНН|СНИЛС|РНОКПП|ІПН|IIN|ИИН|NIK|KTP|CCCD|CMND|PAN|NRIC|HKID|CNIC|TAJ|RČ)[^\p{L}\d\n-]{1,6}$/u
/** Long names in any case, with the words for "number" and "is" that may follow. */
const NAMES =
  /(?<!\p{L})(?:social insurance|national (?:insurance|identification|identity|id)|identity (?:card|document)|personal (?:identity|identification|id|code|number)|tax(?:payer)? (?:id|identification|file|reference|number)|aadhaa?r|pesel|burgerservicenummer|rijksregisternummer|steuer(?:liche )?-?(?:id|identifikationsnummer|nummer)|sozialversicherungsnummer|rentenversicherungsnummer|personalausweis(?:nummer)?|numéro (?:de sécurité sociale|national|fiscal)|codice fiscale|número de contribuinte|contribuinte|fødselsnummer|personnummer|cpr-nummer|kennitala|henkilötunnus|isikukood|personas kod[su]|asmens kod(?:as|o)|rodné číslo|rodného čísla|adóazonosító|személyi szám|taj szám|cod numeric personal|матичен|единен граждански номер|tc kimlik(?: no)?|kimlik (?:no|numarası)|снилс|инн|паспорт|teudat zehut|תעודת זהות|ת"?ז|رقم الهوية|الرقم القومي|आधार|อายุบัตร|เลขประจำตัวประชาชน|căn cước|cédula|cedula|mykad|rg n[º°o])(?!\p{L})(?: ?(?:card|code|number|no|nr|num|numbers?|numéro|número|nº|n°|№|#))?(?: (?:is|was|ist|est|es|è|é))?[^\p{L}\d\n]{0,6}$|(?:身分證|身份证|身份證|マイナンバー|個人番号|주민등록번호|บัตรประชาชน)[^\p{L}\d\n]{0,8}$/iu
/** Six to eighteen digits in any grouping, with the letters that countries put before, after or between. */
const VALUE =
  /(?<![\w.-])(?:[A-Z]{1,6}[ -]?)?\d(?:[ ./-]?\d){5,17}(?:[ -]?[A-Z]{1,6}\d{0,2})?(?!\w|[.-]\d)|(?<!\w)[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d(?!\w)|(?<!\w)[A-Z]{5}\d{4}[A-Z](?!\w)/g

/** Numbers that a text itself calls those of an identity card, a tax or an insurance. */
export const findNamedIds = (text: string): Finding[] =>
  [...text.matchAll(VALUE)].flatMap(({ 0: match, index }) => {
    const end = index + match.length
    const isNamed = (start: number) => {
      const before = text.slice(Math.max(0, start - 64), start)
      return CAPITALS.test(before) || NAMES.test(before)
    }
    // The letters before a number belong to it ("ZZ 18 51 82 T") or are its name ("CPF 52998224725").
    const start = [index, index + match.search(/\d/)].find(isNamed)
    return start === undefined ? [] : [{ kind: 'national-id' as const, start, end }]
  })
