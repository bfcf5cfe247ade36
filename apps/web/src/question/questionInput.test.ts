import { COLORS as TYPE_COLORS, taskType } from '@rowright/tasktype'
import { describe, expect, it } from 'vitest'
import { COLORS } from '../label/colors.ts'
import type { Question } from '../label/editors/editor.ts'
import { blankLabel } from './labelInput.ts'
import { emptyQuestion, type QuestionInput, readQuestion, TYPES } from './questionInput.ts'
import { questionInputOf } from './questionInputOf.ts'
import { sampleItem, sampleRows, toCsv, toJsonl } from './samples.ts'

const labels = [blankLabel(0, 'Person', 'person'), { ...blankLabel(1, 'Place'), shortcut: 'p' }]
const asked = (input: Partial<QuestionInput>) => readQuestion({ ...emptyQuestion, labels, ...input })
const words = {
  texts: ['Ada Lovelace wrote it.', '人人有權利休息', 'क्षि एक'],
  pictures: [{ image: 'data:image/png;base64,AAAA', text: 'a, "b"' }],
}
const typeOf = ({ taskType: name, labels: own, schema }: Question) => ({
  type: taskType(name),
  schema: name === 'single' ? { labels: own } : schema,
})

describe('reading the question of a campaign', () => {
  it('offers every color that labels can have', () => {
    expect(COLORS).toEqual(TYPE_COLORS)
  })

  it.each(TYPES)(
    '%s: what the form finds right, the server takes; samples are items and answers of it',
    (type) => {
      const { faults, question } = asked({ type })
      expect([...faults]).toEqual([])
      const { type: known, schema } = typeOf(question as Question)
      expect(known.parseSchema(schema)).toMatchObject(schema as Record<string, unknown>)
      for (const i of [0, 1, 2]) {
        const { payload, answer } = sampleItem(question as Question, words, i)
        known.checkPayload(schema, payload)
        expect(known.parseValue(schema, answer, payload)).toBeTruthy()
      }
    },
  )

  it.each<Partial<QuestionInput>>([
    { type: 'single' },
    { type: 'multi', chooseLeast: '1', chooseMost: '2', chooseTolerance: '1' },
    { type: 'rating', scaleLeast: '-2', scaleMost: '2', mostMeans: 'good', scaleTolerance: '1' },
    {
      type: 'numeric',
      numberLeast: '',
      numberMost: '9,5',
      unit: 'km',
      decimals: '5',
      numberTolerance: '0.25',
    },
    { type: 'pairwise', criterion: 'Clearer?', ties: true },
    { type: 'spans', spansTolerance: '12.5' },
    { type: 'transcription', language: 'hi', profile: 'words/1', textTolerance: '0.5', suggest: 'machine' },
  ])('$type: a question that was created fills the form again, and reads the same', (input) => {
    const { faults, question } = asked(input)
    expect([...faults]).toEqual([])
    const { type, schema } = typeOf(question as Question)
    // As the server keeps it: every setting is there.
    const kept = { ...question, schema: type.parseSchema(schema) } as Question
    expect(Object.keys(kept.schema)).toEqual(Object.keys(schema))
    expect(readQuestion(questionInputOf(kept)).question).toEqual(question)
  })

  it('names every fault at its field', () => {
    const faulty = [
      blankLabel(0),
      { ...blankLabel(1, 'a'), shortcut: 's' },
      { ...blankLabel(2, 'b', 'a'), shortcut: 'k' },
      { ...blankLabel(3, 'c'), shortcut: 'k' },
      blankLabel(4, '__proto__'),
    ]
    expect(Object.fromEntries(asked({ labels: faulty }).faults)).toEqual({
      'labels.0.label': 'labelEmpty',
      'labels.1.shortcut': 'keyWrong',
      'labels.2.value': 'labelTwice',
      'labels.3.shortcut': 'keyTwice',
      'labels.4.value': 'labelMagic',
    })
    expect([...asked({ labels: labels.slice(1) }).faults]).toEqual([['labels', 'labelsFew']])
    expect([...asked({ type: 'spans', labels: labels.slice(1) }).faults]).toEqual([])
    expect([...asked({ type: 'multi', chooseLeast: '3', chooseMost: '1' }).faults.keys()]).toEqual([
      'chooseLeast',
    ])
    expect([...asked({ type: 'rating', scaleLeast: '5', scaleMost: '5' }).faults.keys()]).toEqual([
      'scaleMost',
    ])
    expect([...asked({ type: 'numeric', numberLeast: '1', numberMost: '0,5' }).faults]).toEqual([
      ['numberMost', 'numberOrder'],
    ])
    expect([
      ...asked({ type: 'transcription', language: '中文', textTolerance: '51' }).faults.keys(),
    ]).toEqual(['language', 'textTolerance'])
    expect([...asked({ type: 'multi', chooseTolerance: '2' }).faults.keys()]).toEqual(['chooseTolerance'])
    expect([...asked({ type: 'spans', spansTolerance: 'a' }).faults.keys()]).toEqual(['spansTolerance'])
  })
})

describe('the sample file', () => {
  it('quotes what CSV needs quoted, and leaves empty fields out of JSON Lines', () => {
    const question = asked({ type: 'transcription' }).question as Question
    const csv = toCsv(sampleRows(question, words))
    expect(csv.split('\n')[0]).toBe('id,image,gold,practice')
    expect(csv).toContain('"a, ""b"""')
    const spans = asked({ type: 'spans' }).question as Question
    const rows = toJsonl(sampleRows(spans, words), 'spans')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(rows[0]).toEqual({ id: 'sample-1', text: words.texts[0] })
    expect(rows[1]).toMatchObject({ gold: [{ start: 0, end: 2, label: 'Place' }] })
    expect(rows[2]).toMatchObject({ practice: true })
  })
})
