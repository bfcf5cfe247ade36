import type { Evidence } from './estimate.ts'
import { type ShareRight, shareRight } from './shareRight.ts'

/**
 * Accuracy of every labeler: Beta(right + 5 m, wrong + 5 (1 − m)), m the pool's mean. On gold an answer is
 * right or wrong; elsewhere it is right with the posterior of its label; a task with a single answer and
 * no gold says nothing, since the answer would confirm itself.
 */
export function measureReliability(posterior: Float64Array, evidence: Evidence): ShareRight {
  const { arranged: a, gold } = evidence
  const K = a.classCount
  const right = new Float64Array(a.labelerCount)
  const checked = new Uint32Array(a.labelerCount)
  for (let i = 0; i < a.taskCount; i++) {
    if (gold[i] === -1 && a.start[i + 1]! - a.start[i]! < 2) continue
    for (let n = a.start[i]!; n < a.start[i + 1]!; n++) {
      const j = a.labeler[n]!
      const label = a.label[n]!
      checked[j]! += 1
      right[j]! += gold[i] === -1 ? posterior[i * K + label]! : gold[i] === label ? 1 : 0
    }
  }
  return shareRight(right, checked, 1 / Math.max(1, K))
}
