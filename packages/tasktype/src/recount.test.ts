import { expect, test } from 'vitest'
import { taskType } from './registry.ts'

const schemaOf = (type: string, settings: unknown) => taskType(type).parseSchema(settings)
const NUMBERS = { least: 0, most: 1000, decimals: 1, tolerance: 0.5 }
const sum = (values: number[]) => {
  const said = values.map((value, i) => ({ task: 't', labeler: `labeler ${i}`, value: String(value) }))
  const evidence = { method: 'sds' as const, payloads: new Map() }
  return taskType('numeric').aggregate(schemaOf('numeric', NUMBERS), said, evidence).results.get('t')!
}

test.each([
  ['a slip of a digit moves nothing', [10.1, 10.2, 102, 10.3], '10.2'],
  ['none agree: the mean of all', [10, 20, 60], '30'],
  ['two camps of two: the one nearer to the middle of all', [10, 10.2, 20, 20.2, 90], '20.1'],
  ['one answer', [7.5], '7.5'],
])('[TYP-6] numbers, %s', (_, values, expected) => {
  expect(sum(values).value).toBe(expected)
  expect(sum(values.toReversed())).toEqual(sum(values))
})

test('[TYP-6, TYP-12] a task of numbers closes on the value that it gets as its result', () => {
  const { believe } = taskType('numeric')
  const schema = schemaOf('numeric', NUMBERS)
  for (const values of [
    [10.1, 10.2, 102, 10.3],
    [10, 10.4, 10.6],
    [10, 20, 60],
  ]) {
    const voices = values.map((value) => ({ value: String(value), reliability: 0.9 }))
    expect(believe(schema, voices)!.value).toBe(sum(values).value)
  }
  const sure = believe(
    schema,
    [10.1, 10.2, 102, 10.3].map((value) => ({ value: String(value), reliability: 0.9 })),
  )!
  expect(sure.confidence).toBeGreaterThan(0.98)
})

const labels = ['cat', 'dog', 'owl'].map((value) => ({ value, label: value }))
const text = 'Ada King met Bob at sea'
const span = (start: number, end: number) => ({ start, end, label: 'cat' })

test.each<[string, unknown, [unknown, number][], string]>([
  [
    'single',
    { labels },
    [
      ['cat', 0.95],
      ['dog', 0.6],
      ['dog', 0.6],
    ],
    'cat',
  ],
  [
    'multi',
    { labels },
    [
      [['cat', 'dog'], 0.9],
      [['cat'], 0.6],
      [['dog', 'owl'], 0.6],
    ],
    '["cat","dog"]',
  ],
  // Named answers would be a tie of 1 and 5 against one 2; on a scale the middle is meant.
  [
    'rating',
    { least: 1, most: 5, tolerance: 0 },
    [
      [1, 0.7],
      [5, 0.7],
      [2, 0.7],
    ],
    '3',
  ],
  [
    'numeric',
    NUMBERS,
    [
      [10, 0.6],
      [10.4, 0.6],
      [55, 0.7],
    ],
    '10.2',
  ],
  [
    'pairwise',
    {},
    [
      ['left', 0.9],
      ['right', 0.6],
      ['right', 0.6],
    ],
    'left',
  ],
  [
    'spans',
    { labels },
    [
      [[span(0, 8)], 0.8],
      [[span(0, 8), span(13, 16)], 0.8],
      [[span(0, 3), span(13, 16)], 0.8],
    ],
    JSON.stringify([
      { end: 8, label: 'cat', start: 0 },
      { end: 16, label: 'cat', start: 13 },
    ]),
  ],
  [
    'transcription',
    { language: 'en' },
    [
      ['good day', 0.7],
      ['good dey', 0.7],
      ['gold dey', 0.7],
    ],
    '"good dey"',
  ],
])('[TYP-15] %s: answers to one task by themselves', (type, settings, said, expected) => {
  const { recount, parseValue } = taskType(type)
  const schema = schemaOf(type, settings)
  const voices = said.map(([value, reliability]) => ({
    value: parseValue(schema, value, { text }),
    reliability,
  }))
  const counted = recount(schema, voices, { text })!
  expect(counted.value).toBe(expected)
  expect(counted.confidence).toBeGreaterThan(0)
  expect(counted.confidence).toBeLessThanOrEqual(1)
  expect(recount(schema, voices.toReversed(), { text })).toEqual(counted)
  expect(recount(schema, [], { text })).toBeNull()
  // What comes out is an answer of the type.
  expect(parseValue(schema, type === 'transcription' ? JSON.parse(expected) : expected, { text })).toBe(
    expected,
  )
})
