import type { Question } from '../label/editors/editor.ts'
import type { Row } from '../requester/readRows.ts'

/** Words that samples are made of, in the language of the page, and lines of text drawn as pictures. */
export interface SampleWords {
  texts: readonly string[]
  pictures: readonly { image: string; text: string }[]
}

/** Rows of an upload that a question takes: an item to answer, one whose answer is known, one to practice on. */
export function sampleRows(question: Question, words: SampleWords): Row[] {
  return [0, 1, 2].map((i) => {
    const { payload, answer } = sampleItem(question, words, i)
    return {
      id: `sample-${i + 1}`,
      ...payload,
      gold: i === 0 ? '' : answer,
      practice: i === 2 ? 'true' : '',
    }
  })
}

/** The first rows of the sample as JSON Lines, long fields cut: what a field to paste into shows while it is empty. */
export function shownExample(question: Question, words: SampleWords): string {
  const rows = sampleRows(question, words).slice(0, 2)
  return toJsonl(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cut(value)]))),
    question.taskType,
  )
}

const cut = (value: unknown) =>
  typeof value === 'string' && value.startsWith('data:') ? `${value.slice(0, 15)}…` : value

/** An item as it may look, and an answer that it may have. */
export function sampleItem(
  { taskType, schema, labels }: Question,
  { texts, pictures }: SampleWords,
  i: number,
): { payload: Record<string, unknown>; answer: string } {
  const text = texts[i % texts.length]!
  const values = ((schema.labels as Question['labels'] | undefined) ?? labels).map(({ value }) => value)
  const label = values[i % values.length] ?? ''
  switch (taskType) {
    case 'multi': {
      const least = Math.max(1, Number(schema.least ?? 0))
      return { payload: { text }, answer: JSON.stringify(values.slice(0, least)) }
    }
    case 'rating':
      return { payload: { text }, answer: String(i % 2 === 0 ? schema.most : schema.least) }
    case 'numeric':
      return { payload: { text }, answer: String(schema.least ?? schema.most ?? i + 1) }
    case 'pairwise':
      return {
        payload: { left: text, right: texts[(i + 1) % texts.length]! },
        answer: i % 2 === 0 ? 'left' : 'right',
      }
    case 'spans':
      return { payload: { text }, answer: JSON.stringify([{ ...firstWord(text), label }]) }
    case 'transcription': {
      const picture = pictures[i % pictures.length]!
      return { payload: { image: picture.image }, answer: picture.text }
    }
    default:
      return { payload: { text }, answer: label }
  }
}

/** Offsets of the first word, or of the first two characters of a text without spaces. */
function firstWord(text: string): { start: number; end: number } {
  const space = text.indexOf(' ')
  return { start: 0, end: space > 0 ? space : Math.min(2, text.length) }
}

const cell = (value: unknown) => {
  const text = String(value ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function toCsv(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {})
  return [columns, ...rows.map((row) => columns.map((name) => row[name]))]
    .map((cells) => `${cells.map(cell).join(',')}\n`)
    .join('')
}

/** JSON Lines: empty fields are left out, an answer that is JSON is no text in a text. */
export function toJsonl(rows: readonly Row[], taskType: string): string {
  const structured = taskType === 'multi' || taskType === 'spans'
  return rows
    .map((row) => {
      const filled = Object.entries(row).filter(([, value]) => value !== '')
      const { gold, practice, ...rest } = Object.fromEntries(filled)
      return `${JSON.stringify({
        ...rest,
        ...(gold === undefined ? {} : { gold: structured ? (JSON.parse(String(gold)) as unknown) : gold }),
        ...(practice ? { practice: true } : {}),
      })}\n`
    })
    .join('')
}
