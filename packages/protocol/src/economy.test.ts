import { expect, test } from 'vitest'
import {
  atLeast,
  defaultFailAt,
  defaultStake,
  failChance,
  forecast,
  leastStake,
  multiplierPpm,
  paidAtClose,
  refusal,
  releasedAtClose,
  windowOutcome,
} from './index.ts'

const checks = (text: string) =>
  [...text].map((one) => ({ gold: one === one.toUpperCase(), passed: one.toLowerCase() === 'r' }))

test('[SET-9] a window passes when full, fails as soon as it cannot pass, and needs three failed control tasks', () => {
  const rule = { checks: 5, failAt: 4 }
  expect(windowOutcome(checks('RRRR'), rule)).toBe('open')
  expect(windowOutcome(checks('RRRRR'), rule)).toBe('passed')
  expect(windowOutcome(checks('WWRWR'), rule)).toBe('passed')
  expect(windowOutcome(checks('WWWW'), rule)).toBe('failed')
  // Two control tasks and others' word: it goes on, over the newest five.
  expect(windowOutcome(checks('WWwww'), rule)).toBe('open')
  expect(windowOutcome(checks('WWwwwr'), rule)).toBe('open')
  expect(windowOutcome(checks('WWwwwrr'), rule)).toBe('passed')
  expect(windowOutcome(checks('WWwwwW'), rule)).toBe('failed')
})

test('[SET-13, SET-14] at close: five checks at 3 : 1 pay, 100 : 1 frees; exact for any classes', () => {
  expect(paidAtClose(checks('RRRR'), 2)).toBe(false)
  expect(paidAtClose(checks('RRRRR'), 2)).toBe(true)
  // 1.8⁴ · 0.2 = 2.1 and 1.8⁵ · 0.2 = 3.8.
  expect(paidAtClose(checks('RRRRW'), 2)).toBe(false)
  expect(paidAtClose(checks('RRRRRW'), 2)).toBe(true)
  expect(releasedAtClose(checks('R'.repeat(7)), 2)).toBe(false)
  expect(releasedAtClose(checks('R'.repeat(8)), 2)).toBe(true)
  expect(releasedAtClose(checks('RRRRR'), 4)).toBe(true)
})

test('the table of research: P(spam fails), P(honest fails), stakes for windows of 20 at 5 %', () => {
  expect(atLeast(0, 5, 0.3)).toBe(1)
  expect(atLeast(6, 5, 0.3)).toBe(0)
  const rule = { checks: 20, failAt: 7 }
  expect(defaultFailAt(20, 2)).toBe(7)
  expect(failChance(rule, 0.5)).toBeCloseTo(0.942, 3)
  expect(failChance(rule, 0.9)).toBeCloseTo(0.002, 3)
  expect(failChance(rule, 0.8)).toBeCloseTo(0.087, 3)
  const of = { ...rule, price: 1_000n, classes: 2, goldRatePpm: 50_000 }
  expect(Number(leastStake(of)) / 1_000).toBeCloseTo(24.5, 1)
  expect(refusal({ ...of, stake: defaultStake(of) })).toBeNull()
})

test('settings under which a clicker profits are refused, naming the field', () => {
  const of = { checks: 20, failAt: 7, price: 1_000n, classes: 2, goldRatePpm: 50_000 }
  const stake = defaultStake(of)
  expect(refusal({ ...of, stake, goldRatePpm: 0 })).toEqual({ field: 'goldRatePpm', why: 'nothing-checked' })
  expect(refusal({ ...of, stake: 0n })).toEqual({ field: 'stake', why: 'stake-too-small' })
  const short = { ...of, checks: 10, failAt: 5 }
  expect(refusal({ ...short, stake: defaultStake(short) })).toEqual({
    field: 'windowChecks',
    why: 'clicker-passes',
  })
  const harsh = { ...of, failAt: 3 }
  expect(refusal({ ...harsh, stake: defaultStake(harsh) })).toEqual({
    field: 'windowFailAt',
    why: 'honest-fail',
  })
  expect(forecast({ ...of, stake }).clickerShare).toBeLessThan(0.01)
  expect(forecast({ ...of, stake: 0n }).clickerShare).toBeGreaterThan(0.05)
})

test('where near is right, a click is right in one of no whole number: the forecast stands, and lies between', () => {
  const seen = [3, 10 / 3, 4].map((classes) => {
    const of = { checks: 20, failAt: 8, price: 1_000n, classes, goldRatePpm: 100_000 }
    const economy = { ...of, stake: defaultStake(of) }
    expect(refusal(economy), `${classes} classes`).toBeNull()
    return forecast(economy).clickerFails
  })
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  const open = { checks: 20, failAt: 7, price: 1_000n, classes: 1, goldRatePpm: 100_000 }
  expect(refusal({ ...open, stake: defaultStake(open) })).toMatchObject({ field: expect.any(String) })
})

test('[SET-22] the multiplier: nothing before 20 checks, all from 60 % on, never less than half', () => {
  expect(multiplierPpm(100_000, 19)).toBe(1_000_000)
  expect(multiplierPpm(600_000, 20)).toBe(1_000_000)
  expect(multiplierPpm(450_000, 20)).toBe(750_000)
  expect(multiplierPpm(100_000, 20)).toBe(500_000)
})
