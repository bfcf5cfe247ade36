/** Version of tesseract.js: names its files and what it reads. */
export const ENGINE_VERSION = '7.0.0'
/** Which of the published models. */
export const MODELS = '4.0.0_best_int'

/** What the engine calls a language, and the package that has its model. */
export type EngineLanguage = 'eng' | 'hin' | 'chi_tra'

/** The engine's language for a BCP 47 tag, or null where there is no model here. [OCR-2] */
export function engineLanguage(tag: string): EngineLanguage | null {
  const [language, ...rest] = tag.toLowerCase().split('-')
  if (language === 'en') return 'eng'
  if (language === 'hi') return 'hin'
  if (language === 'zh' && rest.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part))) return 'chi_tra'
  return null
}

/**
 * The text as a person would type it: one space between words, none at the ends, none between Chinese characters and
 * their punctuation, where the engine sees gaps. [OCR-3]
 */
export function tidy(text: string, language: EngineLanguage): string {
  const plain = text.normalize('NFC').replace(/\s+/gu, ' ').trim()
  if (language !== 'chi_tra') return plain
  return plain.replace(/(?<=[\p{sc=Han}\p{P}]) (?=[\p{sc=Han}\p{P}])/gu, '')
}
