import type { Annotations, Gold, Method } from './aggregation.ts'
import { arrange } from './arrange.ts'
import { malformed, matricesFit, readGold } from './errors.ts'
import { answeredGold, ENOUGH_GOLD, type Evidence, estimate } from './estimate.ts'
import { scoreRow } from './top.ts'
import { countVotes, type Estimate } from './vote.ts'

export interface Selection {
  /** Answered gold tasks. */
  golds: number
  /** Per candidate: golds it had right (ties fractional), and its share in the blend; shares sum to 1. */
  correct: Partial<Record<Method, number>>
  weight: Partial<Record<Method, number>>
}

const CANDIDATES: readonly Method[] = ['sds', 'ds', 'onecoin', 'mace', 'wawa', 'majority']

/** `sds`, or `onecoin` where its matrices would not fit. */
export function defaultMethod(size: { labelerCount: number; classCount: number }): Method {
  return matricesFit(size) ? 'sds' : 'onecoin'
}

/**
 * How much each method counts by its gold: each gold it lags behind the best halves its weight. The few golds of a
 * campaign can seldom tell one best method; over six sets at full, 5, 3 and 2 answers per task (30 draws of 50
 * golds each) the blend has 86.5, 82.1, 78.2, 73.3 %, the single best method 86.4, 81.7, 78.0, 72.7, `sds` 86.3,
 * 80.5, 76.4, 71.3.
 * @throws aggregate/too-little-gold, and what `arrange` and `readGold` throw
 */
export function selectOnGold(annotations: Annotations, gold: Gold): Selection {
  const arranged = arrange(annotations)
  const known = readGold(gold, arranged.taskCount, arranged.classCount)
  const { golds, correct, weight } = blend({ arranged, votes: countVotes(arranged), gold: known })
  return { golds, correct, weight }
}

/** The mean posterior of all methods, weighed by their gold. */
export function blend(evidence: Evidence): Selection & Estimate {
  const tasks = answeredGold(evidence)
  if (tasks.length < ENOUGH_GOLD) {
    throw malformed(
      'too-little-gold',
      'gold',
      `${tasks.length} gold tasks are answered.`,
      `Selection needs ${ENOUGH_GOLD}.`,
    )
  }
  const candidates = CANDIDATES.filter((method) => !method.endsWith('ds') || matricesFit(evidence.arranged))
  const found = candidates.map((method) => estimate(method, evidence))
  const correct = found.map(({ posterior }) => countCorrect(posterior, tasks, evidence))
  const best = Math.max(...correct)
  // To a billionth: powers of two are not the same to the last bit on every machine.
  const raw = correct.map((golds) => Math.round(2 ** (golds - best) * 1e9))
  const sum = raw.reduce((total, one) => total + one, 0)
  const posterior = new Float64Array(found[0]!.posterior.length)
  for (const [m, one] of found.entries()) {
    for (let cell = 0; cell < posterior.length; cell++) {
      posterior[cell]! += (raw[m]! * one.posterior[cell]!) / sum
    }
  }
  const byMethod = (values: readonly number[]) =>
    Object.fromEntries(candidates.map((method, m) => [method, values[m]!]))
  return {
    golds: tasks.length,
    correct: byMethod(correct),
    weight: byMethod(raw.map((one) => one / sum)),
    posterior,
    iterations: Math.max(...found.map(({ iterations }) => iterations)),
  }
}

function countCorrect(posterior: Float64Array, tasks: number[], { arranged, gold }: Evidence): number {
  const K = arranged.classCount
  return tasks.reduce((sum, i) => sum + scoreRow(posterior, i * K, K, gold[i]!), 0)
}
