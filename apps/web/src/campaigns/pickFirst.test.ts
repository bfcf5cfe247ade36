import { describe, expect, it } from 'vitest'
import { pickFirst } from './pickFirst.ts'

const digits = { id: 'digits', openSlots: 8, mine: 0 }
const words = { id: 'words', openSlots: 3, mine: 12 }
const full = { id: 'full', openSlots: 0, mine: 40 }

describe('pickFirst', () => {
  it('goes on where one has begun, if anything is left there', () => {
    expect(pickFirst([full, digits, words])).toBe(words)
  })

  it('takes the first with something left', () => {
    expect(pickFirst([full, digits])).toBe(digits)
  })

  it('still opens a full one, which explains itself', () => {
    expect(pickFirst([full])).toBe(full)
    expect(pickFirst([])).toBeNull()
  })
})
