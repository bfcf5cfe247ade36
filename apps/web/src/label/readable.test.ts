import { expect, it } from 'vitest'
import { readable } from './readable.ts'

const words = { none: 'none', left: 'first', right: 'second', tie: 'no difference' }
const labels = [
  { value: 'per', label: 'Person' },
  { value: 'loc', label: 'Place' },
]
const read = (taskType: string, value: unknown, text?: string) =>
  readable(
    { taskType, schema: { labels }, labels },
    typeof value === 'string' ? value : JSON.stringify(value),
    words,
    text,
  )

it('says every answer in the words of its type, spans by the words they mark where the text is at hand', () => {
  const marks = [
    { start: 0, end: 3, label: 'per' },
    { start: 7, end: 12, label: 'loc' },
  ]
  expect(read('spans', marks, 'Ada in Paris')).toBe('Ada (Person), Paris (Place)')
  expect(read('spans', marks)).toBe('0–3 (Person), 7–12 (Place)')
  expect(read('spans', [])).toBe('none')
  expect(read('multi', ['loc', 'per'])).toBe('Place, Person')
  expect(read('single', 'loc')).toBe('Place')
  expect(read('pairwise', 'tie')).toBe('no difference')
  expect(read('transcription', '"a \\"line\\""')).toBe('a "line"')
  expect(read('numeric', '12')).toBe('12')
})
