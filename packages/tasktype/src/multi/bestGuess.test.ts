import { expect, test } from 'vitest'
import { bestGuess } from './bestGuess.ts'

/** Every set of n labels with so many members, as bits. */
const setsOf = (n: number, size: number): number[] =>
  Array.from({ length: 2 ** n }, (_, bits) => bits).filter((bits) => count(bits) === size)
const count = (bits: number) => bits.toString(2).replaceAll('0', '').length

test.each([
  { n: 2, least: 0, most: null, tolerance: 1 },
  { n: 4, least: 0, most: null, tolerance: 1 },
  { n: 5, least: 1, most: 3, tolerance: 1 },
  { n: 5, least: 1, most: null, tolerance: 2 },
  { n: 6, least: 2, most: 4, tolerance: 3 },
])(
  '[TYP-16] $n labels, $least to $most, $tolerance of slack: as often as by trying every fixed set',
  (of) => {
    const { n, least, most, tolerance } = of
    const sizes = Array.from({ length: (most ?? n) - least + 1 }, (_, i) => least + i)
    const shares = sizes
      .flatMap((size) => setsOf(n, size))
      .map((guess) => {
        const bySize = sizes.map((size) => {
          const sets = setsOf(n, size)
          return sets.filter((set) => count(set ^ guess) <= tolerance).length / sets.length
        })
        return bySize.reduce((sum, share) => sum + share, 0) / bySize.length
      })
    expect(bestGuess(n, of)).toBeCloseTo(Math.max(...shares), 12)
  },
)

test('[TYP-16] nothing is gained without slack, and everything is right where all may differ', () => {
  expect(bestGuess(5, { least: 0, most: null, tolerance: 0 })).toBe(0)
  expect(bestGuess(5, { least: 0, most: null, tolerance: 5 })).toBe(1)
  expect(bestGuess(10_000, { least: 0, most: null, tolerance: 1 })).toBeGreaterThan(0)
  expect(bestGuess(10_000, { least: 5_000, most: null, tolerance: 1 })).toBeGreaterThanOrEqual(0)
})
