import { describe, expect, it } from 'vitest'
import { labelKeys } from './keys.ts'
import { retryDelay } from './outbox.ts'

const named = (...labels: string[]) => labels.map((label) => ({ value: label, label }))

describe('labelKeys', () => {
  it('answers a digit by its own key', () => {
    expect(labelKeys(named('0', '1', '7'))).toEqual(['0', '1', '7'])
  })

  it('numbers other labels from 1, the tenth is 0, further ones have none', () => {
    expect(labelKeys(named(...'abcdefghijkl'))).toEqual([...'1234567890', null, null])
  })

  it('numbers by position when only some labels are digits', () => {
    expect(labelKeys(named('7', 'none'))).toEqual(['1', '2'])
  })

  it('gives a label the key its requester chose, and others the free digits', () => {
    expect(
      labelKeys([
        { value: 'a', label: 'a' },
        { value: 'b', label: 'b', key: '1' },
      ]),
    ).toEqual(['2', '1'])
  })
})

describe('retryDelay', () => {
  it('doubles from one second and never waits longer than fifteen', () => {
    expect([0, 1, 2, 3, 4, 50].map(retryDelay)).toEqual([1, 2, 4, 8, 15, 15])
  })
})
