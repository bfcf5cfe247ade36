import { textOf as markedText, type Payload, type Span } from '@rowright/tasktype'
import { notForFormat } from '../errors.ts'
import type { ExportRecord } from '../record.ts'
import { chunked, type Format } from './format.ts'

/**
 * Token and tag, tab-separated, one token a line, an empty line after each text (CoNLL-2003 with IOB2 tags). For rows
 * of the task type `spans`: their result is a list of stretches of the item's text. Tokens are the words and marks of
 * UAX #29; a span that begins or ends inside a word tags the whole word.
 */
export const conll: Format = {
  name: 'conll',
  mediaType: 'text/plain; charset=utf-8',
  extension: 'conll',
  encode: (records) => chunked(sentences(records)),
}

async function* sentences(records: AsyncIterable<ExportRecord>): AsyncGenerator<string> {
  for await (const record of records) {
    const spans = spansOf(record)
    yield `# id = ${record.id.replaceAll(/[\r\n]/g, ' ')}\n`
    for (const [token, tag] of tagged(textOf(record), spans)) yield `${token}\t${tag}\n`
    yield '\n'
  }
}

function* tagged(text: string, spans: readonly Span[]): Generator<[string, string]> {
  let last: Span | undefined
  for (const { segment, index } of new Intl.Segmenter('und', { granularity: 'word' }).segment(text)) {
    const token = segment.trim()
    if (token === '') continue
    const span = spans.find((one) => one.start < index + segment.length && one.end > index)
    yield [token, span ? `${span === last ? 'I' : 'B'}-${span.label.replaceAll(/\s/g, '_')}` : 'O']
    last = span
  }
}

function textOf(record: ExportRecord): string {
  const text = markedText(JSON.parse(record.payload) as Payload)
  if (text !== null) return text
  throw notForFormat('conll', `"${record.id}" has no text in its payload`)
}

function spansOf(record: ExportRecord): Span[] {
  const list = parsed(record.value)
  if (!Array.isArray(list) || !list.every(isSpan))
    throw notForFormat('conll', `the result of "${record.id}" is not a list of spans`)
  return [...list].sort((a, b) => a.start - b.start || b.end - a.end)
}

function isSpan(one: unknown): one is Span {
  const { start, end, label } = (one ?? {}) as Partial<Span>
  return typeof start === 'number' && typeof end === 'number' && typeof label === 'string'
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    // A plain label: no list of spans, which is what is said.
    return null
  }
}
