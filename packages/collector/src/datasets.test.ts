import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { detectLanguage, findPersonalData } from './index.ts'

/** Real datasets stay out of the project; without them these tests are skipped, and say so. */
const DATA = join(import.meta.dirname, '../../../../shared/data')

function read<T>(file: string, skip: (reason: string) => void): T {
  const path = join(DATA, file)
  if (!existsSync(path)) skip(`dataset is not at ${path}`)
  return JSON.parse(readFileSync(path, 'utf8')) as T
}

interface Sentence {
  full_text: string
  spans: { entity_type: string; start_position: number; end_position: number }[]
}

const KINDS: Record<string, string> = {
  EMAIL_ADDRESS: 'email',
  IP_ADDRESS: 'ip',
  US_SSN: 'national-id',
  IBAN_CODE: 'iban',
  CREDIT_CARD: 'card',
  PHONE_NUMBER: 'phone',
}

test('[COL-25] recall by kind and precision on synthetic sentences', ({ skip }) => {
  const sentences = read<Sentence[]>('pii/sentences.json', skip)
  const share = { sure: [0, 0], card: [0, 0], phone: [0, 0], precision: [0, 0] }
  for (const { full_text, spans } of sentences) {
    const found = findPersonalData(full_text)
    const known = spans.filter(({ entity_type }) => entity_type in KINDS)
    const meets = (span: Sentence['spans'][number], finding: (typeof found)[number]) =>
      KINDS[span.entity_type] === finding.kind &&
      span.start_position < finding.end &&
      finding.start < span.end_position
    for (const span of known) {
      const kind = KINDS[span.entity_type]
      const counts = share[kind === 'card' || kind === 'phone' ? kind : 'sure']
      counts[0]! += found.some((finding) => meets(span, finding)) ? 1 : 0
      counts[1]!++
    }
    share.precision[0]! += found.filter((finding) => known.some((span) => meets(span, finding))).length
    share.precision[1]! += found.length
  }
  const of = ([right, all]: number[]) => right! / all!
  expect(of(share.sure)).toBeGreaterThanOrEqual(0.97)
  expect(of(share.card)).toBeGreaterThanOrEqual(0.92)
  expect(of(share.phone)).toBeGreaterThanOrEqual(0.75)
  expect(of(share.precision)).toBeGreaterThanOrEqual(0.99)
})

test('[COL-48] the language of paragraphs in 38 languages', ({ skip }) => {
  const languages = Object.entries(read<Record<string, string[]>>('langid/paragraphs.json', skip))
  const all = languages.flatMap(([language, texts]) => texts.map((text) => ({ language, text })))
  const right = all.filter(({ language, text }) => detectLanguage(text) === language)
  expect(right.length / all.length).toBeGreaterThanOrEqual(0.99)
})
