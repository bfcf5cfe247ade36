import type { Annotations, Gold } from '../aggregation.ts'
import { type Arranged, arrange } from '../arrange.ts'
import { readGold } from '../errors.ts'
import { answersByLabeler, sharedTasks } from './coLabeled.ts'
import { type Consensus, estimateConsensus } from './consensus.ts'
import { union } from './groups.ts'

export interface CopyingOptions {
  /** Counts as certain truth, which no ring can outvote. */
  gold?: Gold
  /** Tasks a pair must share; default 20. */
  shared?: number
  /** Standard deviations by which agreement exceeds chance; default 5. */
  deviations?: number
  /** Least share of equal answers; default 0.85. */
  agreement?: number
}

export interface CopyingPair {
  /** Indices of labelers; first < second. */
  first: number
  second: number
  /** Tasks both answered, and share of them with equal answers. */
  shared: number
  agreement: number
  /** Standard deviations beyond the agreement that their accuracy on those tasks explains, to 1e-6. */
  z: number
}

export interface Copying {
  pairs: CopyingPair[]
  /** Labelers linked by pairs, ascending; at least two each. */
  groups: number[][]
  /** Pairs that share enough tasks to be judged. */
  judged: number
}

/**
 * Labelers who agree far beyond what their accuracy explains: copies of one hand. Evidence for a person to look
 * at and reason to count the group once (`collapseGroups`), never a verdict. Screen on gold first: a ring that
 * holds more than about a third of the answers owns the consensus, and then honest labelers look like copies.
 * Expected agreement: quality.md §5, Σ over tasks of Σ_z P(z without the pair) Σ_l C_j[l|z] C_k[l|z].
 * @throws what `arrange` and `readGold` throw
 */
export function copyingGroups(annotations: Annotations, options: CopyingOptions = {}): Copying {
  const { shared = 20, deviations = 5, agreement = 0.85 } = options
  const arranged = arrange(annotations)
  const gold = readGold(options.gold, arranged.taskCount, arranged.classCount)
  const answers = answersByLabeler(arranged)
  const consensus = arranged.classCount < 2 ? undefined : estimateConsensus(arranged, gold, answers)
  const pairs: CopyingPair[] = []
  let judged = 0
  for (let first = 0; first < arranged.labelerCount && consensus !== undefined; first++) {
    for (const [second, count] of sharedTasks(arranged, answers, first)) {
      if (count.tasks < shared) continue
      judged++
      const share = count.equal / count.tasks
      if (share < agreement) continue
      const z = deviation(arranged, answers, consensus, first, second)
      if (z > deviations) pairs.push({ first, second, shared: count.tasks, agreement: share, z })
    }
  }
  return { pairs, groups: union(pairs, arranged.labelerCount), judged }
}

/** Standard deviations by which a pair agrees more often than expected, to 1e-6. */
function deviation(
  a: Arranged,
  answers: ReturnType<typeof answersByLabeler>,
  consensus: Consensus,
  first: number,
  second: number,
): number {
  const meet = consensus.meeting(first, second)
  const row = new Float64Array(a.classCount)
  let excess = 0
  let variance = 0
  let at = answers.start[first]!
  let other = answers.start[second]!
  while (at < answers.start[first + 1]! && other < answers.start[second + 1]!) {
    const task = answers.task[at]!
    if (task < answers.task[other]!) at++
    else if (task > answers.task[other]!) other++
    else {
      const [one, two] = [answers.label[at++]!, answers.label[other++]!]
      consensus.without(task, [first, one], [second, two], row)
      let expected = 0
      for (let z = 0; z < row.length; z++) expected += row[z]! * meet[z]!
      excess += (one === two ? 1 : 0) - expected
      variance += expected * (1 - expected)
    }
  }
  // Keeps a pair that was certain to agree, and did, at no deviation at all.
  return Math.round((excess / Math.sqrt(variance + 1e-9)) * 1e6) / 1e6
}
