import { RowrightError } from '@rowright/protocol'
import { describe, expect, test } from 'vitest'
import {
  type AggregateOptions,
  type Annotations,
  aggregate,
  encode,
  type Method,
  selectOnGold,
} from './index.ts'

const METHODS: (Method | 'auto')[] = ['auto', 'majority', 'wawa', 'ds', 'sds', 'onecoin', 'mace']

function pool(
  counts: [tasks: number, labelers: number, classes: number],
  answers: [task: number, labeler: number, label: number][],
): Annotations {
  const [taskCount, labelerCount, classCount] = counts
  const column = (at: 0 | 1 | 2) => Uint32Array.from(answers, (answer) => answer[at])
  return { taskCount, labelerCount, classCount, task: column(0), labeler: column(1), label: column(2) }
}

describe('little to go on', () => {
  const cases: Record<string, Annotations> = {
    'nothing at all': pool([0, 0, 0], []),
    'tasks, nobody answered': pool([3, 2, 4], []),
    'tasks without classes': pool([2, 1, 0], []),
    'one class': pool(
      [2, 2, 1],
      [
        [0, 0, 0],
        [0, 1, 0],
        [1, 0, 0],
      ],
    ),
    'one labeler': pool(
      [3, 1, 2],
      [
        [0, 0, 0],
        [1, 0, 1],
      ],
    ),
    'one answer': pool([1, 1, 2], [[0, 0, 1]]),
    'all agree': pool(
      [2, 2, 3],
      [
        [0, 0, 2],
        [0, 1, 2],
        [1, 0, 2],
        [1, 1, 2],
      ],
    ),
    'all disagree': pool(
      [1, 3, 3],
      [
        [0, 0, 0],
        [0, 1, 1],
        [0, 2, 2],
      ],
    ),
  }
  for (const [name, annotations] of Object.entries(cases)) {
    test(`[AGG-3] ${name}: every method, no NaN`, () => {
      for (const method of METHODS) {
        const result = aggregate(annotations, { method })
        const numbers = [
          ...result.posterior,
          ...result.confidence,
          ...result.reliability,
          ...result.reliabilityLow,
          ...result.reliabilityHigh,
        ]
        expect(numbers.every((value) => value >= 0 && value <= 1 + 1e-12)).toBe(true)
        expect(result.label.length).toBe(annotations.taskCount)
        expect(result.reliability.length).toBe(annotations.labelerCount)
        const answered = new Set(annotations.task)
        expect(result.label.every((label, task) => (label === -1) === !answered.has(task))).toBe(true)
      }
    })
  }

  test('[AGG-5] a three-way tie is marked and falls to the lowest class', () => {
    for (const method of METHODS) {
      const result = aggregate(cases['all disagree']!, { method })
      expect([result.tie[0], result.label[0]]).toEqual([1, 0])
    }
  })
})

describe('malformed', () => {
  const fine = pool([2, 1, 2], [[0, 0, 1]])
  const errors: [string, Annotations, AggregateOptions, code: string, field: string][] = [
    ['a task past the end', { ...fine, taskCount: 0 }, { method: 'ds' }, 'index-out-of-range', 'task.0'],
    [
      'a labeler past the end',
      { ...fine, labelerCount: 0 },
      { method: 'ds' },
      'index-out-of-range',
      'labeler.0',
    ],
    ['a label past the end', { ...fine, classCount: 1 }, { method: 'ds' }, 'index-out-of-range', 'label.0'],
    ['a short column', { ...fine, label: new Uint32Array(0) }, { method: 'ds' }, 'lengths-differ', 'label'],
    ['a count that is none', { ...fine, taskCount: Number.NaN }, { method: 'ds' }, 'bad-count', 'taskCount'],
    ['no pass allowed', fine, { method: 'ds', maxIterations: 0 }, 'bad-count', 'maxIterations'],
    [
      'gold for an unknown task',
      fine,
      { method: 'ds', gold: { task: [2], label: [0] } },
      'index-out-of-range',
      'gold.task.0',
    ],
    [
      'gold with an unknown label',
      fine,
      { method: 'ds', gold: { task: [0], label: [Number.NaN] } },
      'index-out-of-range',
      'gold.label.0',
    ],
    [
      'gold without a label',
      fine,
      { method: 'ds', gold: { task: [0], label: [] } },
      'lengths-differ',
      'gold.label',
    ],
    [
      'gold that contradicts itself',
      fine,
      { method: 'ds', gold: { task: [0, 0], label: [0, 1] } },
      'gold-contradicts-itself',
      'gold.label.1',
    ],
    [
      'matrices past the limit',
      { ...fine, labelerCount: 1_000, classCount: 1_000 },
      { method: 'sds' },
      'too-many-classes',
      'method',
    ],
  ]
  for (const [name, annotations, options, code, field] of errors) {
    test(`[AGG-3] ${name}: aggregate/${code} at ${field}`, () => {
      expect(() => aggregate(annotations, options)).toThrow(
        expect.objectContaining({ code: `aggregate/${code}`, field, status: 422 }),
      )
      expect(() => aggregate(annotations, options)).toThrow(RowrightError)
    })
  }

  test('[AGG-13] auto falls back to onecoin where matrices pass the limit', () => {
    expect(aggregate({ ...fine, labelerCount: 1_000, classCount: 1_000 }, { method: 'auto' }).method).toBe(
      'onecoin',
    )
  })

  test('[AGG-13] selection on too little gold', () => {
    expect(() => selectOnGold(fine, { task: [0], label: [1] })).toThrow(
      expect.objectContaining({ code: 'aggregate/too-little-gold', field: 'gold' }),
    )
  })
})

describe('encode', () => {
  const rows = [
    { task: 'b', labeler: 'bo', label: 'yes' },
    { task: 'a', labeler: 'ada', label: 'no' },
    { task: 'a', labeler: 'ada', label: 'no' },
    { task: 'a', labeler: 'ada', label: 'yes' },
    { task: 'é', labeler: 'chen', label: 'no' },
  ]

  test('[AGG-1] sorts names, drops repeats, keeps and counts conflicting labels', () => {
    const { annotations, ...names } = encode(rows)
    expect(names).toEqual({
      tasks: ['a', 'b', 'é'],
      labelers: ['ada', 'bo', 'chen'],
      classes: ['no', 'yes'],
      duplicates: 1,
      conflicting: 1,
    })
    expect([...annotations.task]).toEqual([0, 0, 1, 2])
    expect([...annotations.labeler]).toEqual([0, 0, 1, 2])
    expect([...annotations.label]).toEqual([0, 1, 1, 0])
  })

  test('[AGG-1] the order of rows changes no index', () => {
    expect(aggregate(encode(rows.toReversed()).annotations, { method: 'sds' })).toEqual(
      aggregate(encode(rows).annotations, { method: 'sds' }),
    )
  })

  test('[AGG-1] given classes keep their order, and others are refused', () => {
    expect(encode(rows, ['yes', 'no', 'unsure']).annotations).toMatchObject({ classCount: 3 })
    expect([...encode(rows, ['yes', 'no']).annotations.label]).toEqual([1, 0, 0, 1])
    expect(() => encode(rows, ['no'])).toThrow(
      expect.objectContaining({ code: 'aggregate/unknown-label', field: '0.label' }),
    )
    expect(() => encode(rows, ['no', 'no'])).toThrow(
      expect.objectContaining({ code: 'aggregate/repeated-class' }),
    )
  })
})
