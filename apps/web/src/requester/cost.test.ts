import { describe, expect, it } from 'vitest'
import { costOf } from './cost.ts'

const plan = { items: 1_000, gold: 50, overlap: 3, goldRatePpm: 100_000, price: 20_000n }

describe('what a campaign costs', () => {
  it('is items × overlap × price, and the control tasks', () => {
    expect(costOf(plan)).toEqual({ answers: 3_000, controls: 300, total: 66_000_000n })
  })

  it('rounds the answers of each control task up, as slots do', () => {
    expect(costOf({ ...plan, items: 10, gold: 7 })).toEqual({ answers: 30, controls: 7, total: 740_000n })
  })

  it('has no control answers without control tasks, or at a rate of zero', () => {
    expect(costOf({ ...plan, gold: 0 }).controls).toBe(0)
    expect(costOf({ ...plan, goldRatePpm: 0 }).controls).toBe(0)
  })
})
