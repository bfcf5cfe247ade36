import type { Method } from './aggregation.ts'
import type { Arranged } from './arrange.ts'
import { ds, sds } from './dawidSkene.ts'
import { mace } from './mace.ts'
import { onecoin } from './oneCoin.ts'
import { type Estimate, majority, wawa } from './vote.ts'

/** Gold decides something from this many answered gold tasks on: below, one task is worth over 2 points. */
export const ENOUGH_GOLD = 50

/** What every method may start from. `gold`: known label of each task, -1 where there is none. */
export interface Evidence {
  arranged: Arranged
  votes: Uint32Array
  gold: Int32Array
  maxIterations?: number | undefined
}

/** @throws aggregate/too-many-classes */
export function estimate(method: Method, evidence: Evidence): Estimate {
  const { arranged, votes, maxIterations } = evidence
  const shares = majority(arranged, votes)
  // One class leaves nothing to estimate, and one-coin's (1 − p) / (K − 1) undefined.
  if (arranged.classCount < 2 || method === 'majority') return shares
  if (method === 'wawa') return wawa(arranged, votes)
  if (method === 'ds') return ds(arranged, shares.posterior, maxIterations)
  if (method === 'sds') return sds(arranged, shares.posterior, maxIterations)
  if (method === 'mace') return mace(arranged, shares.posterior, maxIterations)
  return onecoin(arranged, shares.posterior, { classPrior: goldClassPrior(evidence), maxIterations })
}

/** Tasks that have both gold and an annotation. */
export function answeredGold({ arranged, gold }: Evidence): number[] {
  const tasks: number[] = []
  for (let i = 0; i < arranged.taskCount; i++) {
    if (gold[i] !== -1 && arranged.start[i]! < arranged.start[i + 1]!) tasks.push(i)
  }
  return tasks
}

/** Class shares of enough gold, one pseudo-gold per class; balanced gold comes out uniform. */
function goldClassPrior(evidence: Evidence): Float64Array | undefined {
  const tasks = answeredGold(evidence)
  if (tasks.length < ENOUGH_GOLD) return undefined
  const K = evidence.arranged.classCount
  const prior = new Float64Array(K).fill(1 / (tasks.length + K))
  for (const i of tasks) prior[evidence.gold[i]!]! += 1 / (tasks.length + K)
  return prior
}
