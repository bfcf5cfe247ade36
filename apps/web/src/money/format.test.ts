import { describe, expect, it } from 'vitest'
import { formatUnits, parseUnits, plainUnits } from './format.ts'

describe('formatUnits', () => {
  it.each([
    [0n, '0.00'],
    [1n, '0.000001'],
    [20_000n, '0.02'],
    [1_500_000n, '1.50'],
    [1_234_567_890_123n, '1,234,567.890123'],
    [-20_000n, '−0.02'],
  ])('writes %s base units of six decimals as %s', (amount, text) => {
    expect(formatUnits(amount, 6, 'en')).toBe(text)
  })

  it('is exact where floating point is not', () => {
    expect(formatUnits(9_007_199_254_740_993_000_001n, 6, 'en')).toBe('9,007,199,254,740,993.000001')
  })

  it('has no fraction for a token without decimals', () => {
    expect(formatUnits(42n, 0, 'en')).toBe('42')
  })
})

describe('parseUnits', () => {
  it.each([
    ['0.02', 20_000n],
    ['3', 3_000_000n],
    [' 1.5 ', 1_500_000n],
  ])('reads %s', (text, amount) => {
    expect(parseUnits(text, 6)).toBe(amount)
  })

  it.each(['', '-1', '1,5', '0.0000001', '1e3', 'abc', '.5'])('refuses %s', (text) => {
    expect(parseUnits(text, 6)).toBeNull()
  })

  it('reads back what formatUnits wrote', () => {
    for (const amount of [0n, 1n, 999_999n, 123_456_789n]) {
      expect(parseUnits(formatUnits(amount, 6, 'en').replaceAll(',', ''), 6)).toBe(amount)
    }
  })
})

describe('plainUnits', () => {
  it.each([
    [17_000_000n, '17'],
    [1_234_500_000n, '1234.5'],
    [1n, '0.000001'],
    [0n, '0'],
  ])('%s is %s, and reads back the same', (amount, text) => {
    expect([plainUnits(amount, 6), parseUnits(text, 6)]).toEqual([text, amount])
  })
})
