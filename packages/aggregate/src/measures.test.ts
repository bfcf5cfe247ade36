import { describe, expect, test } from 'vitest'
import {
  type Annotations,
  betaInterval,
  encode,
  krippendorffAlpha,
  onlinePosterior,
  uniformPosterior,
  wilson,
} from './index.ts'

describe('[AGG-15] the streaming posterior, three options, vectors of Toloka dynamic overlap', () => {
  const [OK, BAD] = [0, 1]

  test('skills 70 and 90 agree: 97.7 %', () => {
    const posterior = onlinePosterior(onlinePosterior(uniformPosterior(3), OK, 0.7), OK, 0.9)
    expect(posterior[OK]).toBeCloseTo(0.9767, 4)
  })

  test('70 says OK, 90 says BAD: BAD 76.1 %', () => {
    const posterior = onlinePosterior(onlinePosterior(uniformPosterior(3), OK, 0.7), BAD, 0.9)
    expect(posterior[BAD]).toBeCloseTo(0.7606, 4)
  })

  test('then 80 says BAD: BAD 96.2 %', () => {
    const before = onlinePosterior(onlinePosterior(uniformPosterior(3), OK, 0.7), BAD, 0.9)
    expect(onlinePosterior(before, BAD, 0.8)[BAD]).toBeCloseTo(0.9621, 4)
  })

  test('in any order, and never stuck: a thousand answers one way can be outweighed', () => {
    const answers: [number, number][] = [
      [0, 0.7],
      [1, 0.9],
      [2, 0.55],
    ]
    const add = (posterior: Float64Array, [label, accuracy]: [number, number]) =>
      onlinePosterior(posterior, label, accuracy)
    const forward = answers.reduce(add, uniformPosterior(3))
    const backward = answers.toReversed().reduce(add, uniformPosterior(3))
    for (let k = 0; k < 3; k++) expect(Math.abs(forward[k]! - backward[k]!)).toBeLessThan(1e-12)
    let posterior = uniformPosterior(2)
    for (let n = 0; n < 1000; n++) posterior = onlinePosterior(posterior, 0, 1)
    expect(posterior[0]).toBe(1)
    for (let n = 0; n < 1000; n++) posterior = onlinePosterior(posterior, 1, 1)
    expect(posterior[1]).toBe(1)
  })

  test('one class is certain; bad input is refused', () => {
    expect([...onlinePosterior(uniformPosterior(1), 0, 0.8)]).toEqual([1])
    expect(() => onlinePosterior(uniformPosterior(2), 2, 0.8)).toThrow(
      expect.objectContaining({ code: 'aggregate/index-out-of-range', field: 'label' }),
    )
    expect(() => onlinePosterior(uniformPosterior(2), 0, Number.NaN)).toThrow(
      expect.objectContaining({ code: 'aggregate/bad-reliability', field: 'reliability' }),
    )
  })
})

describe('[AGG-16] Krippendorff 2011, section C: four observers, twelve units, missing data', () => {
  const observers = ['123321412...', '1233224125.3', '.3332342251.', '12332441251.']
  const rows = observers.flatMap((answers, j) =>
    [...answers].flatMap((label, i) =>
      label === '.' ? [] : [{ task: String(i).padStart(2, '0'), labeler: `observer ${j}`, label }],
    ),
  )
  const units = encode(rows, ['1', '2', '3', '4', '5']).annotations

  test('nominal 0.743, ordinal 0.815, interval 0.849', () => {
    expect(krippendorffAlpha(units, { distance: 'nominal' })).toBeCloseTo(0.743, 3)
    expect(krippendorffAlpha(units, { distance: 'ordinal' })).toBeCloseTo(0.815, 3)
    expect(krippendorffAlpha(units, { distance: 'interval' })).toBeCloseTo(0.849, 3)
    const doubled = { distance: 'interval', values: [2, 4, 6, 8, 10] } as const
    expect(krippendorffAlpha(units, doubled)).toBeCloseTo(0.849, 3)
  })

  test('undefined without pairs or without variation', () => {
    const one = (label: string, labeler: string) => ({ task: 't0', labeler, label })
    const alpha = (a: Annotations) => krippendorffAlpha(a, { distance: 'nominal' })
    expect(alpha(encode([one('a', 'ada')]).annotations)).toBeNull()
    expect(alpha(encode([one('a', 'ada'), one('a', 'bo')]).annotations)).toBeNull()
    expect(alpha(encode([one('a', 'ada'), one('b', 'bo')]).annotations)).toBe(0)
  })
})

describe('[AGG-17] intervals', () => {
  test('wilson: 8 of 10 is 0.490…0.943; nothing tried says nothing', () => {
    expect(wilson(8, 10).low).toBeCloseTo(0.4902, 4)
    expect(wilson(8, 10).high).toBeCloseTo(0.9433, 4)
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 })
    expect(wilson(0, 5).low).toBe(0)
    expect(wilson(5, 5).high).toBe(1)
  })

  test('[AGG-3] what is no count is named', () => {
    const bad = (field: string) => expect.objectContaining({ status: 422, field })
    expect(() => wilson(3, 2)).toThrow(bad('successes'))
    expect(() => wilson(Number.NaN, 2)).toThrow(bad('successes'))
    expect(() => betaInterval(0, 2)).toThrow(bad('a'))
    expect(() => betaInterval(1, Number.NaN)).toThrow(bad('b'))
    expect(() => betaInterval(1, 1, 1)).toThrow(bad('level'))
  })

  test('beta: where the quantile is known in closed form', () => {
    expect(betaInterval(1, 1).low).toBeCloseTo(0.025, 10)
    expect(betaInterval(1, 1).high).toBeCloseTo(0.975, 10)
    expect(betaInterval(2, 1).low).toBeCloseTo(Math.sqrt(0.025), 10)
    expect(betaInterval(1, 10).high).toBeCloseTo(1 - 0.025 ** 0.1, 10)
    // Beta(½, ½) is the arcsine law.
    expect(betaInterval(0.5, 0.5).high).toBeCloseTo(Math.sin((Math.PI / 2) * 0.975) ** 2, 10)
    expect(betaInterval(1, 1, 0.5).low).toBeCloseTo(0.25, 10)
  })

  test('beta: small and large counts stay within 0…1 and close to the normal', () => {
    const { low, high } = betaInterval(50_000, 50_000)
    expect(low).toBeCloseTo(0.5 - 1.96 / Math.sqrt(4 * 100_000), 5)
    expect(high).toBeCloseTo(0.5 + 1.96 / Math.sqrt(4 * 100_000), 5)
    const tiny = betaInterval(0.01, 3)
    expect(tiny.low).toBeGreaterThanOrEqual(0)
    expect(tiny.high).toBeLessThan(1)
  })
})
