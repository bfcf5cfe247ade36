import type { Annotations } from './aggregation.ts'
import { arrange } from './arrange.ts'
import { mace } from './mace.ts'
import { countVotes, majority } from './vote.ts'

/**
 * MACE's probability, per labeler, that an answer is meant (1 − P(spam)), 0…1: evidence for a person to look
 * at, never a verdict. 0.5 for a labeler without answers, and for all where there are not two classes.
 * @throws what `arrange` throws
 */
export function estimateSincerity(annotations: Annotations): Float64Array {
  const arranged = arrange(annotations)
  if (arranged.classCount < 2) return new Float64Array(arranged.labelerCount).fill(0.5)
  return mace(arranged, majority(arranged, countVotes(arranged)).posterior).sincerity
}
