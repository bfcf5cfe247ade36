import { RowrightError } from '@rowright/protocol'
import type { Annotations, Gold, Method } from './aggregation.ts'
import { arrange } from './arrange.ts'
import { matricesFit, readGold } from './errors.ts'
import { answeredGold, ENOUGH_GOLD, type Evidence, estimate } from './estimate.ts'
import { scoreRow } from './top.ts'
import { countVotes, type Estimate } from './vote.ts'

export interface Selection {
  method: Method
  /** Answered gold tasks, and how many each candidate had right (ties fractional). */
  golds: number
  correct: Partial<Record<Method, number>>
}

/** Of equals the first wins. */
const CANDIDATES: readonly Method[] = ['sds', 'ds', 'onecoin', 'mace', 'wawa', 'majority']
/**
 * Gold tasks by which another method must lead the default: a lead of one is chance. Over six sets and 100
 * draws of 50 golds: no lead 86.19, one and a half 86.34, two or three 86.36, never changing 86.28.
 */
const LEAD = 2

/** `sds`, or `onecoin` where its matrices would not fit. */
export function defaultMethod(size: { labelerCount: number; classCount: number }): Method {
  return matricesFit(size) ? 'sds' : 'onecoin'
}

/**
 * Picks the method that does best on gold (quality.md: 83.55 against 82.97 over 19 sets).
 * @throws aggregate/too-little-gold, and what `arrange` and `readGold` throw
 */
export function selectOnGold(annotations: Annotations, gold: Gold): Selection {
  const arranged = arrange(annotations)
  const known = readGold(gold, arranged.taskCount, arranged.classCount)
  const { method, golds, correct } = select({ arranged, votes: countVotes(arranged), gold: known })
  return { method, golds, correct }
}

/** As `selectOnGold`, with the estimate of the method it picked. */
export function select(evidence: Evidence): Selection & { estimate: Estimate } {
  const tasks = answeredGold(evidence)
  if (tasks.length < ENOUGH_GOLD) {
    throw new RowrightError('aggregate/too-little-gold', `${tasks.length} gold tasks are answered.`, {
      status: 422,
      field: 'gold',
      hint: `Selection needs ${ENOUGH_GOLD}.`,
    })
  }
  const fallback = defaultMethod(evidence.arranged)
  const correct: Partial<Record<Method, number>> = {}
  const score = (method: Method): Estimate => {
    const found = estimate(method, evidence)
    correct[method] = countCorrect(found.posterior, tasks, evidence)
    return found
  }
  let best = { method: fallback, estimate: score(fallback) }
  for (const method of CANDIDATES) {
    if (method === fallback || (method.endsWith('ds') && fallback !== 'sds')) continue
    const found = score(method)
    const needed = best.method === fallback ? correct[fallback]! + LEAD : correct[best.method]! + 1e-9
    if (correct[method]! >= needed) best = { method, estimate: found }
  }
  return { ...best, golds: tasks.length, correct }
}

function countCorrect(posterior: Float64Array, tasks: number[], { arranged, gold }: Evidence): number {
  const K = arranged.classCount
  return tasks.reduce((sum, i) => sum + scoreRow(posterior, i * K, K, gold[i]!), 0)
}
