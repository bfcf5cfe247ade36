import { normalizeText, onlinePosterior, uniformPosterior } from '@rowright/aggregate'
import { RowrightError } from '@rowright/protocol'
import { expect, test } from 'vitest'
import { TASK_TYPES, taskType } from './index.ts'

const labels = ['person', 'place'].map((value) => ({ value, label: value }))
const schemas = {
  single: { labels },
  multi: { labels },
  rating: {},
  numeric: { least: 0, most: 100, decimals: 1, tolerance: 0.5 },
  pairwise: { ties: true },
  spans: { labels },
  transcription: {},
} as const
const schemaOf = (name: keyof typeof schemas) => taskType(name).parseSchema(schemas[name])

const refusal = (
  name: keyof typeof schemas,
  value: unknown,
  payload: Record<string, unknown> | null = null,
) => {
  try {
    taskType(name).parseValue(schemaOf(name), value, payload)
  } catch (error) {
    if (error instanceof RowrightError) return `${error.code} ${error.field}`
    throw error
  }
  return 'taken'
}

const evidence = { method: 'sds' as const, payloads: new Map() }
const said = (rows: [task: string, labeler: string, value: unknown][], name: keyof typeof schemas) =>
  rows.map(([task, labeler, value]) => ({
    task,
    labeler,
    value: taskType(name).parseValue(schemaOf(name), value, null),
  }))

test.each([
  ['single', 'elsewhere', 'value'],
  ['multi', ['person', 'elsewhere'], 'value.1'],
  ['multi', ['person', 'person'], 'value'],
  ['multi', 'person', 'value'],
  ['rating', 6, 'value'],
  ['rating', 1.5, 'value'],
  ['rating', Number.NaN, 'value'],
  ['numeric', Number.NaN, 'value'],
  ['numeric', 100.5, 'value'],
  ['numeric', 1.25, 'value'],
  ['numeric', 'many', 'value'],
  ['pairwise', 'middle', 'value'],
  ['spans', [{ start: 0, end: 99, label: 'person' }], 'value.0.end'],
  ['spans', [{ start: -1, end: 3, label: 'person' }], 'value.0.start'],
  ['spans', [{ start: 3, end: 3, label: 'person' }], 'value.0.end'],
  ['spans', [{ start: 0, end: 3, label: 'animal' }], 'value.0.label'],
  [
    'spans',
    [
      { start: 0, end: 5, label: 'person' },
      { start: 3, end: 7, label: 'place' },
    ],
    'value.1',
  ],
  [
    'spans',
    [
      { start: 0, end: 3, label: 'person' },
      { start: 0, end: 3, label: 'person' },
    ],
    'value.1',
  ],
  ['spans', [{ start: 0, end: 5, label: 'person' }].map((one) => ({ ...one, start: 13 })), 'value.0.start'],
  ['transcription', '   ', 'value'],
  ['transcription', 'half \ud83d', 'value'],
] as const)('[TYP-2] %s refuses %j, naming %s', (name, value, field) => {
  expect(refusal(name, value, { text: 'Ada met Bo 👩🏽 in Paris' })).toBe(`labeling/invalid-value ${field}`)
})

test('[TYP-13] a key, a color and a description of a label are kept; keys are refused twice, and where skip and report are', () => {
  const [person, place] = labels as [(typeof labels)[0], (typeof labels)[0]]
  const good = {
    labels: [{ ...person, key: 'p', color: 'blue', description: 'Somebody with a name' }, place],
  }
  expect(taskType('spans').parseSchema(good)).toMatchObject(good)
  const field = (...given: object[]) => {
    try {
      taskType('single').parseSchema(
        { labels: [person, place].map((one, i) => ({ ...one, ...given[i] })) },
        '',
      )
    } catch (error) {
      return (error as RowrightError).field
    }
    return null
  }
  expect(field({ key: 'x' }, { key: 'x' })).toBe('labels.1.key')
  expect(field({ key: 's' })).toBe('labels.0.key')
  expect(field({}, { key: 'Ä' })).toBe('labels.1.key')
  expect(field({}, { color: 'mauve' })).toBe('labels.1.color')
})

test('[TYP-1] a schema that makes no sense is refused, naming the field', () => {
  const wrong = (name: string, schema: unknown) => {
    try {
      taskType(name).parseSchema(schema)
    } catch (error) {
      return (error as RowrightError).field
    }
    return 'taken'
  }
  expect(wrong('multi', { labels: [labels[0]] })).toBe('schema.labels')
  expect(wrong('spans', { labels: [...labels, labels[0]] })).toBe('schema.labels.2.value')
  expect(wrong('rating', { least: 5, most: 1 })).toBe('schema.most')
  expect(wrong('transcription', { profile: 'mine' })).toBe('schema.profile')
  expect(wrong('poem', {})).toBe('taskType')
})

test('[TYP-17] a picture is part of its item: an address is refused, naming the field', () => {
  const check = (image: string) =>
    taskType('transcription').checkPayload(schemaOf('transcription'), { image })
  check('data:image/png;base64,iVBORw0KGgo=')
  for (const image of ['https://example.com/line.png', '/line.png', 'data:text/html;base64,PGI+'])
    expect(() => check(image), image).toThrow(
      expect.objectContaining({ code: 'tasktype/invalid-payload', field: 'image' }),
    )
})

test('[TYP-3] equal answers have one stored form', () => {
  const form = (name: keyof typeof schemas, value: unknown) =>
    taskType(name).parseValue(schemaOf(name), value, { text: 'Ada met Bo in Paris' })
  expect(form('single', 'place')).toBe('place')
  expect(form('multi', ['place', 'person'])).toBe(form('multi', '["person","place"]'))
  expect(form('numeric', '-0')).toBe('0')
  const [ada, paris] = [
    { start: 0, end: 3, label: 'person' },
    { start: 14, end: 19, label: 'place' },
  ]
  expect(form('spans', [paris, ada])).toBe(form('spans', [{ ...ada, note: 'x' }, paris]))
  for (const text of ['12', 'true', '"quoted"', '[1]'])
    expect(taskType('transcription').exported({}, form('transcription', text), null)).toBe(text)
})

test('[TYP-4, TYP-9] correct Hindi is the same with and without joiners, in either digits; a wrong sign is not', () => {
  const [schema, type] = [schemaOf('transcription'), taskType('transcription')]
  const form = (text: string) => type.parseValue(schema, text, null)
  const truth = form('सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता है।')
  expect(
    type.agrees(schema, form('सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्\u200dत्रता है|'), truth),
  ).toBe(true)
  expect(normalizeText('१२३ – “क़”', 'reading/1')).toBe(normalizeText('123 - "क\u093c"', 'reading/1'))
  expect(type.agrees(schema, form('सभी मनुष्य गौरव'), truth)).toBe(false)
  expect(type.errors(schema, [{ value: form('क्षत्रि'), truth: form('क्षत्री') }])!.cer.rate).toBeCloseTo(
    1 / 2,
    9,
  )
})

test('[TYP-10] error rates with an interval that holds them, the same each time; of texts only', () => {
  const type = taskType('transcription')
  const schema = schemaOf('transcription')
  const pairs = Array.from({ length: 40 }, (_, i) => ({
    value: JSON.stringify(i % 4 ? '人人生而自由' : '人人生而白由'),
    truth: JSON.stringify('人人生而自由'),
  }))
  const found = type.errors(schema, pairs)!
  expect(found.cer).toMatchObject({ errors: 10, length: 240 })
  expect(found.cer.rate).toBeCloseTo(10 / 240, 9)
  expect(found.cer.low).toBeLessThan(found.cer.rate)
  expect(found.cer.high).toBeGreaterThan(found.cer.rate)
  expect(type.errors(schema, pairs)).toEqual(found)
  expect(type.errors(schema, [])).toBeNull()
  expect(taskType('rating').errors({}, [{ value: '1', truth: '1' }])).toBeNull()
})

test('[TYP-6] multi: a label most do not choose is left out', () => {
  const rows = said(
    [
      ['t', 'ada', ['person']],
      ['t', 'bo', ['person', 'place']],
      ['t', 'chen', ['person']],
      ['u', 'ada', []],
      ['u', 'bo', []],
    ],
    'multi',
  )
  const { results } = taskType('multi').aggregate(schemaOf('multi'), rows, evidence)
  expect(results.get('t')).toMatchObject({ value: '["person"]', votes: { person: 3, place: 1 } })
  expect(results.get('u')!.value).toBe('[]')
})

test('[TYP-6] numbers: the mean, and how sure it is', () => {
  const rows = said(
    [
      ['t', 'ada', 10],
      ['t', 'bo', 10.4],
      ['t', 'chen', 10.6],
      ['u', 'ada', 99],
    ],
    'numeric',
  )
  const { results, labelers } = taskType('numeric').aggregate(schemaOf('numeric'), rows, evidence)
  expect(results.get('t')).toMatchObject({ value: '10.3' })
  expect(results.get('t')!.confidence).toBeGreaterThan(0.99)
  expect(results.get('u')!.confidence, 'one answer proves itself to nobody').toBeLessThan(0.95)
  expect(labelers.get('ada')!.low).toBeGreaterThan(0)
  const rated = said(
    [
      ['t', 'ada', 4],
      ['t', 'bo', 4],
      ['t', 'chen', 5],
    ],
    'rating',
  )
  expect(taskType('rating').aggregate(schemaOf('rating'), rated, evidence).results.get('t')!.value).toBe('4')
})

test('[TYP-6, TYP-8] pairs: what beats all wins an undecided pair; a cycle is close to even', () => {
  const payloads = new Map([
    ['ab', { left: 'a', right: 'b' }],
    ['bc', { left: 'b', right: 'c' }],
    ['ca', { left: 'c', right: 'a' }],
  ])
  const run = (rows: [string, string, string][]) =>
    taskType('pairwise').aggregate(schemaOf('pairwise'), said(rows, 'pairwise'), { ...evidence, payloads })
      .results
  const ranked = run([
    ['ab', 'ada', 'left'],
    ['ab', 'bo', 'left'],
    ['bc', 'ada', 'left'],
    ['bc', 'bo', 'left'],
    ['ca', 'ada', 'left'],
    ['ca', 'bo', 'right'],
  ])
  expect(ranked.get('ca')!.value).toBe('right')
  const cycle = run([
    ['ab', 'ada', 'left'],
    ['bc', 'ada', 'left'],
    ['ca', 'ada', 'left'],
  ])
  for (const { confidence } of cycle.values()) expect(confidence).toBeCloseTo(0.5, 6)
})

test('[TYP-6] spans: two of three win token by token, also where their ends differ', () => {
  const text = '王小明 went to 台北 with Ada Lovelace'
  const payloads = new Map([['t', { text }]])
  const at = (part: string, label: string) => ({
    start: text.indexOf(part),
    end: text.indexOf(part) + part.length,
    label,
  })
  const rows = said(
    [
      ['t', 'ada', [at('王小明', 'person'), at('台北', 'place'), at('Ada Lovelace', 'person')]],
      ['t', 'bo', [at('王小明', 'person'), at('台北', 'place'), at('Ada Lovelace', 'person')]],
      ['t', 'chen', [at('王小', 'person'), at('Ada', 'person')]],
    ],
    'spans',
  )
  const { results } = taskType('spans').aggregate(schemaOf('spans'), rows, { ...evidence, payloads })
  expect(taskType('spans').exported(schemaOf('spans'), results.get('t')!.value, { text })).toMatchObject([
    { text: '王小明', label: 'person' },
    { text: '台北', label: 'place' },
    { text: 'Ada Lovelace', label: 'person' },
  ])
  expect(rows[0]!.value).toBe(results.get('t')!.value)
})

test('[TYP-6] text: the answer closest to the others', () => {
  const rows = said(
    [
      ['t', 'ada', 'All human beings'],
      ['t', 'bo', 'All human  beings'],
      ['t', 'chen', 'AII hunan beinqs'],
    ],
    'transcription',
  )
  const found = taskType('transcription')
    .aggregate(schemaOf('transcription'), rows, evidence)
    .results.get('t')!
  expect(normalizeText(JSON.parse(found.value), 'reading/1')).toBe('All human beings')
  expect(found.confidence).toBeGreaterThan(2 / 3)
  expect(found.confidence).toBeLessThan(0.98)
})

test('[TYP-5, TYP-11] order changes nothing, and all agreeing is 1, for every type', () => {
  const values: Record<string, [unknown, unknown]> = {
    single: ['person', 'place'],
    multi: [['person'], ['place']],
    rating: [1, 5],
    numeric: [1, 90],
    pairwise: ['left', 'right'],
    spans: [[{ start: 0, end: 3, label: 'person' }], [{ start: 4, end: 7, label: 'place' }]],
    transcription: ['one text', 'quite another'],
  }
  for (const name of TASK_TYPES) {
    const [x, y] = values[name]!
    const payloads = new Map(
      ['t', 'u', 'v'].map((task) => [task, { text: 'Ada met Bo', left: `${task}1`, right: `${task}2` }]),
    )
    const rows = said(
      [
        ['t', 'ada', x],
        ['t', 'bo', x],
        ['u', 'ada', y],
        ['u', 'bo', y],
        ['v', 'ada', x],
        ['v', 'chen', y],
      ],
      name,
    )
    const type = taskType(name)
    const run = (some: typeof rows) => type.aggregate(schemaOf(name), some, { ...evidence, payloads })
    const forward = run(rows)
    const backward = run(rows.toReversed())
    for (const task of ['t', 'u', 'v'])
      expect(backward.results.get(task), name).toEqual(forward.results.get(task))
    for (const { confidence } of forward.results.values()) expect(confidence, name).toBeLessThanOrEqual(1)
    expect(type.alpha(schemaOf(name), rows.slice(0, 4), { ...evidence, payloads }), name).toBe(1)
    expect(type.alpha(schemaOf(name), rows, { ...evidence, payloads })!, name).toBeLessThan(1)
  }
})

test('[TYP-12] of named answers a belief is the streaming posterior, in any order', () => {
  const values = ['person', 'place', 'person', 'person']
  const voices = values.map((value, i) => ({ value, reliability: 0.6 + i / 10 }))
  const posterior = voices.reduce(
    (before, one) => onlinePosterior(before, one.value === 'person' ? 0 : 1, one.reliability),
    uniformPosterior(2),
  )
  const type = taskType('single')
  const found = type.believe(schemaOf('single'), voices)!
  expect(found.value).toBe('person')
  expect(found.confidence).toBeCloseTo(posterior[0]!, 9)
  expect(type.believe(schemaOf('single'), voices.toReversed())).toEqual(found)
  expect(type.believe(schemaOf('single'), [])).toBeNull()
})

const spanOf = (start: number, end: number) => [{ start, end, label: 'person' }]
test.each([
  [
    'multi',
    { tolerance: 1, labels: [...labels, { value: 'thing', label: 'thing' }] },
    ['person'],
    ['person', 'place'],
    ['place', 'thing'],
  ],
  ['rating', { tolerance: 1, most: 9 }, 3, 4, 8],
  ['numeric', { tolerance: 2 }, 10, 11, 50],
  ['pairwise', {}, 'left', 'left', 'right'],
  ['spans', { labels, tolerancePpm: 200_000 }, spanOf(0, 9), spanOf(0, 8), spanOf(20, 29)],
  ['transcription', {}, 'All human beings are born', 'All human beings are born.', 'nothing of the kind'],
] as const)(
  '[TYP-4, TYP-12] %s: a near answer speaks for the same, another against it',
  (name, settings, one, near, other) => {
    const type = taskType(name)
    const schema = type.parseSchema(settings)
    const form = (value: unknown) => type.parseValue(schema, value, null)
    const sure = (...said: unknown[]) =>
      type.believe(
        schema,
        said.map((value) => ({ value: form(value), reliability: 0.9 })),
      )!
    expect(type.agrees(schema, form(near), form(one))).toBe(true)
    expect(type.agrees(schema, form(other), form(one))).toBe(false)
    expect(sure(one).confidence).toBeLessThan(0.91)
    const agreed = sure(one, near, one)
    expect(type.agrees(schema, form(one), agreed.value)).toBe(true)
    expect(agreed.confidence).toBeGreaterThan(0.98)
    expect(sure(one, near, other).confidence).toBeLessThan(agreed.confidence - 0.02)
    expect(sure(one, one, one, one, one).confidence).toBeGreaterThan(0.995)
  },
)
