import { describe, expect, test } from 'vitest'
import {
  aggregateTexts,
  editSimilarity,
  errorRate,
  graphemes,
  normalizeText,
  type TextProfile,
} from '../index.ts'

const same = (one: string, other: string, profile: TextProfile = 'reading/1') =>
  normalizeText(one, profile) === normalizeText(other, profile)

describe('[AGG-22] normalization profiles', () => {
  test('correct Hindi does not count as wrong', () => {
    expect(same('\u0958\u0932\u092e', '\u0915\u093c\u0932\u092e')).toBe(true)
    expect(same('क्‍षमा', 'क्षमा')).toBe(true)
    expect(same('क्‌षमा', 'क्षमा')).toBe(true)
    expect(same('अनुच्छेद १०', 'अनुच्छेद 10')).toBe(true)
    expect(same('समान हैं ।', 'समान हैं।')).toBe(true)
    expect(same('समान हैं।', 'समान हैं.')).toBe(true)
    expect(same('हैं', 'है')).toBe(false)
    expect(same('कि', 'की')).toBe(false)
  })

  test('quotes, dashes, wide forms, spaces between Chinese letters', () => {
    expect(same('“人人生而自由，”', '"人人生而自由,"')).toBe(true)
    expect(same('第 １ 條', '第1條')).toBe(true)
    expect(same('it’s — fine…', "it's - fine...")).toBe(true)
    expect(same('人人生而自由', '人人生而自由。')).toBe(false)
    expect(same('co-op', 'coop')).toBe(false)
  })

  test('exact keeps digits and marks, words drops case and marks', () => {
    expect(same('e\u0301tude', '\u00e9tude', 'exact/1')).toBe(true)
    expect(same('१०', '10', 'exact/1')).toBe(false)
    expect(same('Hello, World!', 'hello world', 'words/1')).toBe(true)
    expect(same('hello', 'hallo', 'words/1')).toBe(false)
  })

  test('every digit of every script has its value; twice is the same as once', () => {
    for (const [digits, value] of [
      ['०१२३४५६७८९', '0123456789'],
      ['٠١٢٣٤٥٦٧٨٩', '0123456789'],
      ['𝟎𝟏𝟗𝟘𝟙𝟡𝟶𝟿', '01901909'],
      ['０９', '09'],
    ] as const) {
      expect(normalizeText(digits, 'reading/1')).toBe(value)
    }
    for (const profile of ['exact/1', 'reading/1', 'words/1'] as const) {
      for (const text of ['“अ”  ।', 'Ａ　B 漢 字 ! 。', 'I\u0307İ ſ', '\u0958\u200d १ … !', '. . , (']) {
        const once = normalizeText(text, profile)
        expect(normalizeText(once, profile)).toBe(once)
      }
    }
  })

  test('[AGG-3] malformed Unicode and unknown profiles are named', () => {
    expect(() => normalizeText('\ud800', 'exact/1')).toThrow(
      expect.objectContaining({ code: 'aggregate/malformed-text', field: 'text' }),
    )
    expect(() => normalizeText('a', 'reading/2' as TextProfile)).toThrow(
      expect.objectContaining({ code: 'aggregate/unknown-profile', field: 'profile' }),
    )
  })
})

describe('[AGG-23] edit similarity, CER and WER count graphemes', () => {
  test('a vowel sign is part of its letter', () => {
    expect(graphemes('नमस्ते').length).toBeLessThan([...'नमस्ते'].length)
    expect(editSimilarity('कि', 'का')).toBe(0)
    expect(editSimilarity('कमल', 'कमला')).toBeCloseTo(2 / 3, 10)
    expect(editSimilarity('', '')).toBe(1)
    expect(editSimilarity('', 'ab')).toBe(0)
    expect(editSimilarity('kitten', 'sitting')).toBeCloseTo(1 - 3 / 7, 10)
  })

  test('rates are pooled over texts, with an interval', () => {
    const texts = [
      { truth: 'kitten', answer: 'sitting' },
      { truth: 'abcd', answer: 'abcd' },
    ]
    expect(errorRate(texts)).toMatchObject({ errors: 3, length: 10, rate: 0.3 })
    const { low, high } = errorRate(texts)
    expect(low).toBeGreaterThan(0)
    expect(low).toBeLessThan(0.3)
    expect(high).toBeGreaterThan(0.3)
    const words = [{ truth: 'all human beings', answer: 'all humans beings are' }]
    expect(errorRate(words, { unit: 'word' })).toMatchObject({ errors: 2, length: 3 })
  })

  test('errors that come in one line widen the interval', () => {
    const clean = { truth: 'abcdefghij', answer: 'abcdefghij' }
    const spread = Array.from({ length: 20 }, () => ({ ...clean, answer: 'abcdefghiX' }))
    const one = [
      ...Array<typeof clean>(18).fill(clean),
      ...Array<typeof clean>(2).fill({ ...clean, answer: '' }),
    ]
    expect(errorRate(one).rate).toBe(errorRate(spread).rate)
    expect(errorRate(one).high).toBeGreaterThan(errorRate(spread).high)
  })

  test('no text, nothing right, far too much: no NaN', () => {
    expect(errorRate([])).toEqual({ errors: 0, length: 0, rate: 0, low: 0, high: 1 })
    expect(errorRate([{ truth: '', answer: 'x' }])).toMatchObject({ rate: 1, high: 1 })
    expect(errorRate([{ truth: 'a', answer: 'xyz' }])).toMatchObject({ rate: 3, low: 3, high: 3 })
    expect(errorRate([{ truth: 'abc', answer: 'abc' }]).low).toBe(0)
  })

  test('[AGG-3] texts too long to compare are refused', () => {
    expect(() => editSimilarity('a'.repeat(20_001), 'b')).toThrow(
      expect.objectContaining({ code: 'aggregate/text-too-long', field: 'text' }),
    )
  })
})

describe('[AGG-24] transcriptions become one', () => {
  const say = (task: number, ...texts: string[]) => texts.map((text, labeler) => ({ task, labeler, text }))

  test('answers that all differ leave the medoid', () => {
    const { results } = aggregateTexts(say(0, 'human beings', 'human being', 'humam being'), {
      taskCount: 1,
      labelerCount: 3,
    })
    expect(results[0]).toMatchObject({ text: 'human being', tie: false })
    expect(results[0]!.confidence).toBeLessThan(0.5)
  })

  test('two equal answers speak for each other; the spelling is as typed', () => {
    const answers = [...say(0, 'समान हैं ।', 'समान है', 'समान हैं।', 'समान हैं।'), ...say(1, 'a', 'b')]
    const { results, method, version } = aggregateTexts(answers, { taskCount: 3, labelerCount: 4 })
    expect(results[0]!.text).toBe('समान हैं।')
    expect(results[0]!.confidence).toBeGreaterThan(0.95)
    expect(results[0]!.candidates.map(({ votes }) => votes).toSorted()).toEqual([1, 3])
    const two = aggregateTexts(say(0, 'b', 'a'), { taskCount: 1, labelerCount: 2 })
    expect(two.results[0]).toMatchObject({ text: 'a', tie: true, similarity: 0.5 })
    expect(results[2]).toEqual({ text: null, confidence: 0, tie: false, candidates: [], similarity: 0 })
    expect([method, version]).toEqual(['medoid', 'medoid/1'])
  })

  test('a labeler who is often right outweighs two who never are', () => {
    const answers = Array.from({ length: 30 }, (_, i) => [
      { task: i, labeler: 0, text: `line ${i}` },
      { task: i, labeler: 1, text: `line ${i}` },
      { task: i, labeler: 2, text: `lime ${i} ${i % 7}` },
      { task: i, labeler: 3, text: `lxne ${i} ${i % 5}` },
    ]).flat()
    const last = [
      { task: 30, labeler: 0, text: 'the end' },
      { task: 30, labeler: 2, text: 'the emd' },
      { task: 30, labeler: 3, text: 'thx emd' },
    ]
    const { results, reliability, reliabilityLow, reliabilityHigh } = aggregateTexts([...answers, ...last], {
      taskCount: 31,
      labelerCount: 4,
    })
    expect(results[30]!.text).toBe('the end')
    expect(reliabilityLow[0]).toBeGreaterThan(reliabilityHigh[2]!)
    expect(reliability[0]).toBeGreaterThan(0.9)
  })

  test('the order of the answers changes nothing', () => {
    const answers = [...say(0, 'ab', 'ac', 'ab', 'bd'), ...say(1, 'x', 'y', 'xy', 'x')]
    const size = { taskCount: 2, labelerCount: 4 }
    expect(aggregateTexts(answers.toReversed(), size)).toEqual(aggregateTexts(answers, size))
  })

  test('[AGG-3] the answer at fault is named', () => {
    const size = { taskCount: 1, labelerCount: 1 }
    expect(() => aggregateTexts([{ task: 0, labeler: 0, text: '\udc00' }], size)).toThrow(
      expect.objectContaining({ code: 'aggregate/malformed-text', field: 'answers.0.text' }),
    )
    expect(() => aggregateTexts([{ task: 2, labeler: 0, text: '' }], size)).toThrow(
      expect.objectContaining({ code: 'aggregate/index-out-of-range', field: 'answers.0.task' }),
    )
  })
})
