import { expect, it } from 'vitest'
import { isWhom } from './isWhom.ts'

it('takes an address or a person id, and nothing that is nearly one', () => {
  expect(isWhom(' 0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48 ')).toBe(true)
  expect(isWhom('01a20911-5508-7e46-8519-c2305e6e73f2')).toBe(true)
  expect(isWhom('0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB4')).toBe(false)
  expect(isWhom('ada')).toBe(false)
})
