import { expect, test } from 'vitest'
import { answersLeft } from './windows.ts'

const window = { state: 'open' as const, checks: 0, checksNeeded: 5, answers: 0, goldRatePpm: 100_000 }

test('[SRV-28] how many answers are left goes by how often the window was checked, and does not jump', () => {
  expect(answersLeft(window)).toBe(20)
  // A first check early, or none in a while, moves it by a few.
  expect(answersLeft({ ...window, answers: 6 })).toBeLessThanOrEqual(36)
  expect(answersLeft({ ...window, answers: 6, checks: 1 })).toBe(19)
  expect(answersLeft({ ...window, answers: 6, checks: 2 })).toBe(11)
  // Never less often than the campaign says.
  expect(answersLeft({ ...window, answers: 500, checks: 4 })).toBe(10)
  expect(answersLeft({ ...window, answers: 30, checks: 5 })).toBe(0)
  expect(answersLeft({ ...window, state: 'passed' })).toBe(0)
})
