import { describe, expect, test } from 'vitest'
import { estimateJaccard, fingerprint, normalizeText, simhashDistance } from '../index.ts'

/** Words w0…wn, so that two ranges have a Jaccard that can be counted. */
const words = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `w${from + at}`).join(' ')

describe('fingerprints', () => {
  test('[COL-60] case, blanks and punctuation do not matter; a word does', () => {
    const a = fingerprint('Ada measured  the tide,\nevery hour!')
    const b = fingerprint('ada MEASURED the tide every hour')
    expect(b).toEqual(a)
    expect(fingerprint('ada measured the tide every day').sha256).not.toBe(a.sha256)
    expect(normalizeText('Ｆｕｌｌ　ｗｉｄｔｈ 中文')).toBe('full width 中 文')
  })

  test('[COL-60] the format is fixed: other implementations must give these values', () => {
    const { sha256, simhash, minhash } = fingerprint('the quick brown fox jumps over the lazy dog')
    expect(sha256).toBe('05c6e08f1d9fdafa03147fcb8f82f124c76d2f70e3d989dc8aadb5e7d7450bec')
    expect({ simhash, first: [...minhash.subarray(0, 3)] }).toMatchInlineSnapshot(`
      {
        "first": [
          374328851,
          1082398964,
          708797463,
        ],
        "simhash": "aa57673cc6b1f320",
      }
    `)
  })

  test.each([0.2, 0.5, 0.8])('[COL-61] Jaccard %s is estimated within four standard errors', (jaccard) => {
    const shared = Math.round((2 * 2000 * jaccard) / (1 + jaccard))
    const a = fingerprint(words(0, 2004))
    const b = fingerprint(words(2000 - shared, 4004 - shared))
    const error = Math.sqrt((jaccard * (1 - jaccard)) / 128)
    expect(Math.abs(estimateJaccard(a.minhash, b.minhash) - jaccard)).toBeLessThan(4 * error)
  })

  test('[COL-61] near texts are near by simhash, others are not', () => {
    const a = fingerprint(words(0, 2000))
    expect(simhashDistance(a.simhash, fingerprint(words(20, 2000)).simhash)).toBeLessThanOrEqual(12)
    expect(simhashDistance(a.simhash, fingerprint(words(5000, 7000)).simhash)).toBeGreaterThan(16)
    expect(simhashDistance(a.simhash, a.simhash)).toBe(0)
  })

  test('[COL-60] nothing, one word and a million words', () => {
    expect(fingerprint('').simhash).toBe('0000000000000000')
    expect(fingerprint('tide').minhash).toHaveLength(128)
    expect(fingerprint('tide '.repeat(1_000_000)).minhash).toHaveLength(128)
  })
})
