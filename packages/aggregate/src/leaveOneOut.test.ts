import { describe, expect, test } from 'vitest'
import { type Annotations, leaveOneOut, onlinePosterior, uniformPosterior } from './index.ts'

/** t0: ada, bo and chen say 0, 0, 1. t1: ada and bo say 2 and 1. t2: ada alone says 0. */
const pool: Annotations = {
  taskCount: 3,
  labelerCount: 3,
  classCount: 3,
  task: Uint32Array.of(0, 0, 0, 1, 1, 2),
  labeler: Uint32Array.of(0, 1, 2, 0, 1, 0),
  label: Uint32Array.of(0, 0, 1, 2, 1, 0),
}
const reliability = [0.9, 0.8, 0.7]

describe('[AGG-18] leave one out', () => {
  const others = leaveOneOut(pool, reliability)

  test('it is the streaming posterior of the others', () => {
    const boAndChen = onlinePosterior(onlinePosterior(uniformPosterior(3), 0, 0.8), 1, 0.7)
    expect([others.count[0], others.label[0]]).toEqual([2, 0])
    expect(others.confidence[0]).toBeCloseTo(boAndChen[0]!, 8)
    const adaAndBo = onlinePosterior(onlinePosterior(uniformPosterior(3), 0, 0.9), 0, 0.8)
    expect([others.count[2], others.label[2]]).toEqual([2, 0])
    expect(others.confidence[2]).toBeCloseTo(adaAndBo[0]!, 8)
    expect([others.label[3], others.confidence[3]]).toEqual([1, expect.closeTo(0.8, 8)])
  })

  test('nobody else: nothing is said', () => {
    expect([others.count[5], others.label[5], others.confidence[5]]).toEqual([0, -1, 0])
  })

  test('a tie of the others says nothing', () => {
    const tied = leaveOneOut(pool, [0.8, 0.7, 0.7])
    expect([tied.count[0], tied.label[0], tied.confidence[0]]).toEqual([2, -1, 0])
  })

  test('a second answer of the labeler is left out too', () => {
    const twice = {
      ...pool,
      task: Uint32Array.of(...pool.task, 0),
      labeler: Uint32Array.of(...pool.labeler, 0),
      label: Uint32Array.of(...pool.label, 2),
    }
    const again = leaveOneOut(twice, reliability)
    expect(again.count[0]).toBe(2)
    expect(again.confidence[0]).toBe(others.confidence[0])
    expect(again.confidence[6]).toBe(others.confidence[0])
  })

  test('the order of the answers changes no bit', () => {
    const back = {
      ...pool,
      task: pool.task.toReversed(),
      labeler: pool.labeler.toReversed(),
      label: pool.label.toReversed(),
    }
    expect(leaveOneOut(back, reliability).confidence.toReversed()).toEqual(others.confidence)
  })

  test('[AGG-3] one class is certain; bad reliabilities are named', () => {
    const one = { ...pool, classCount: 1, label: new Uint32Array(6) }
    expect(leaveOneOut(one, reliability).confidence[0]).toBe(1)
    expect(() => leaveOneOut(pool, [0.9, Number.NaN, 0.7])).toThrow(
      expect.objectContaining({ code: 'aggregate/bad-reliability', field: 'reliability.1' }),
    )
    expect(() => leaveOneOut(pool, [0.9])).toThrow(
      expect.objectContaining({ code: 'aggregate/lengths-differ', field: 'reliability' }),
    )
  })
})
