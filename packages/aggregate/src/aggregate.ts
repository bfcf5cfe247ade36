import {
  type AggregateOptions,
  type Aggregation,
  type Annotations,
  BLEND_VERSION,
  type Method,
  VERSIONS,
} from './aggregation.ts'
import { type Arranged, arrange } from './arrange.ts'
import { assertIterations, readGold } from './errors.ts'
import { answeredGold, ENOUGH_GOLD, type Evidence, estimate } from './estimate.ts'
import { measureReliability } from './reliability.ts'
import { blend, defaultMethod } from './selectOnGold.ts'
import { findTop } from './top.ts'
import { countVotes, type Estimate } from './vote.ts'

/**
 * Turns annotations into one answer per task, with everything a result stores. Deterministic, and the same
 * for any order of the annotations. Nothing is NaN, however little there is to go on.
 * @throws aggregate/bad-count, aggregate/lengths-differ, aggregate/index-out-of-range,
 *   aggregate/gold-contradicts-itself, aggregate/too-many-classes (`ds` and `sds` only)
 */
export function aggregate(annotations: Annotations, options: AggregateOptions): Aggregation {
  const arranged = arrange(annotations)
  const gold = readGold(options.gold, arranged.taskCount, arranged.classCount)
  const { maxIterations } = options
  assertIterations(maxIterations)
  const evidence: Evidence = { arranged, votes: countVotes(arranged), gold, maxIterations }
  const { method, posterior, iterations } = run(options.method, evidence)
  return {
    method,
    version: method === 'blend' ? BLEND_VERSION : VERSIONS[method],
    iterations,
    posterior,
    ...pickLabels(posterior, arranged),
    votes: evidence.votes,
    ...measureReliability(posterior, evidence),
  }
}

function run(method: Method | 'auto', evidence: Evidence): Estimate & { method: Aggregation['method'] } {
  if (method === 'auto' && answeredGold(evidence).length >= ENOUGH_GOLD) {
    return { method: 'blend', ...blend(evidence) }
  }
  const chosen = method === 'auto' ? defaultMethod(evidence.arranged) : method
  return { method: chosen, ...estimate(chosen, evidence) }
}

/** Also gives tasks without an annotation their uniform row. */
function pickLabels(posterior: Float64Array, a: Arranged): Pick<Aggregation, 'label' | 'tie' | 'confidence'> {
  const K = a.classCount
  const label = new Int32Array(a.taskCount).fill(-1)
  const tie = new Uint8Array(a.taskCount)
  const confidence = new Float64Array(a.taskCount)
  for (let i = 0; i < a.taskCount; i++) {
    if (a.start[i] === a.start[i + 1]) {
      posterior.fill(1 / K, i * K, (i + 1) * K)
      continue
    }
    const top = findTop(posterior, i * K, K)
    label[i] = top.label
    tie[i] = top.tied > 1 ? 1 : 0
    confidence[i] = posterior[i * K + top.label]!
  }
  return { label, tie, confidence }
}
