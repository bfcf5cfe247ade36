import { describe, expect, test } from 'vitest'
import { addCheck, honestLogRatio, NO_CHECKS, sequentialGoldTest } from '../index.ts'

const TWO = { chance: 1 / 2 }
const FOUR = { chance: 1 / 4 }

describe('[AGG-19] the sequential test', () => {
  test('two classes: six passed checks in a row pass, four failed ones in a row fail', () => {
    // ln(0.99 / 0.05) = 2.986 and ln 1.7 = 0.531; ln 95 = 4.554 and ln(0.15 / 0.5) = −1.204.
    const run = (checks: number, passed: boolean) =>
      sequentialGoldTest(Array<boolean>(checks).fill(passed), TWO).verdict
    expect([run(5, true), run(6, true)]).toEqual(['continue', 'pass'])
    expect([run(3, false), run(4, false)]).toEqual(['continue', 'fail'])
  })

  test('four classes decide sooner for', () => {
    expect(sequentialGoldTest([true, true, true], FOUR).verdict).toBe('pass')
  })

  test('one by one is the same as all at once; the first verdict stays, the ratio goes on', () => {
    const checks = [false, false, true, false, false, true, true, true, true, true, true, true, true]
    let one = NO_CHECKS
    for (const passed of checks) one = addCheck(one, passed, FOUR)
    expect(one).toEqual(sequentialGoldTest(checks, FOUR))
    expect(one.verdict).toBe('fail')
    expect(one.logRatio).toBeGreaterThan(3)
    expect(one).toMatchObject({ passed: 9, failed: 4 })
  })

  test('the ratio honest : random of a window; order moves no bit of it', () => {
    expect(Math.exp(honestLogRatio(4, 1, TWO))).toBeCloseTo((1.7 ** 4 * 0.15) / 0.5, 6)
    expect(sequentialGoldTest([true, false, true], TWO).logRatio).toBe(honestLogRatio(2, 1, TWO))
    expect(honestLogRatio(0, 0, TWO)).toBe(0)
  })

  test('an honest labeler of 0.9 rarely fails, a clicker rarely passes', () => {
    const random = lcg(7)
    const verdicts = (accuracy: number) => {
      const counts = { continue: 0, pass: 0, fail: 0 }
      for (let run = 0; run < 2_000; run++) {
        let one = NO_CHECKS
        while (one.verdict === 'continue') one = addCheck(one, random() < accuracy, TWO)
        counts[one.verdict]++
      }
      return counts
    }
    expect(verdicts(0.9).fail).toBeLessThan(0.01 * 2_000)
    expect(verdicts(0.5).pass).toBeLessThan(0.06 * 2_000)
  })

  test.each([
    ['chance', { chance: 0 }],
    ['chance', { chance: Number.NaN }],
    ['chance', { chance: 1 }],
    ['honest', { chance: 0.5, honest: 1 }],
    ['honest', { chance: 0.5, honest: 0.4 }],
    ['alpha', { chance: 0.5, alpha: 0 }],
    ['beta', { chance: 0.5, beta: 2 }],
  ])('a bad %s is named', (field, model) => {
    expect(() => sequentialGoldTest([true], model)).toThrow(
      expect.objectContaining({ code: 'aggregate/bad-share', field }),
    )
  })

  test('a bad count is named', () => {
    expect(() => honestLogRatio(-1, 0, TWO)).toThrow(
      expect.objectContaining({ code: 'aggregate/bad-count', field: 'passed' }),
    )
  })
})

/** Numerical Recipes' linear congruential generator. */
function lcg(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
