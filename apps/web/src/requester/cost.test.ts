import { describe, expect, it } from 'vitest'
import { costOf } from './cost.ts'

const plan = { items: 1_000, gold: 50, overlap: 3, overlapMin: 3, goldRatePpm: 100_000, price: 20_000n }

describe('what a campaign costs', () => {
  it('is items × overlap × price, and the control tasks', () => {
    expect(costOf(plan)).toEqual({ answers: 3_000, controls: 650, total: 73_000_000n, least: 73_000_000n })
  })

  it('rounds the answers of each control task up, as slots do', () => {
    expect(costOf({ ...plan, items: 10, gold: 7 })).toMatchObject({ answers: 30, controls: 7 })
  })

  it('comes to less when items are sure early: at the least answers of each', () => {
    const { total, least } = costOf({ ...plan, overlapMin: 2, goldRatePpm: 0 })
    expect([total, least]).toEqual([60_000_000n, 40_000_000n])
  })

  it('gives a control task 100 answers at most', () => {
    expect(costOf({ ...plan, gold: 2 }).controls).toBe(200)
  })

  it('has no control answers without control tasks, or at a rate of zero', () => {
    expect(costOf({ ...plan, gold: 0 }).controls).toBe(0)
    expect(costOf({ ...plan, goldRatePpm: 0 }).controls).toBe(0)
  })
})
