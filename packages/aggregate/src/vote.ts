import type { Arranged } from './arrange.ts'

/** What a method returns: a posterior for every task that has an annotation, and how many passes it took. */
export interface Estimate {
  posterior: Float64Array
  iterations: number
}

/** taskCount × classCount: how many annotations gave each class. */
export function countVotes(a: Arranged): Uint32Array {
  const votes = new Uint32Array(a.taskCount * a.classCount)
  for (let i = 0; i < a.taskCount; i++) {
    const row = i * a.classCount
    for (let n = a.start[i]!; n < a.start[i + 1]!; n++) votes[row + a.label[n]!]! += 1
  }
  return votes
}

/** Vote shares: the majority posterior, and where every other method starts. */
export function majority(a: Arranged, votes: Uint32Array): Estimate {
  const posterior = new Float64Array(votes.length)
  for (let i = 0; i < a.taskCount; i++) {
    const answers = a.start[i + 1]! - a.start[i]!
    if (answers === 0) continue
    const row = i * a.classCount
    for (let k = row; k < row + a.classCount; k++) posterior[k] = votes[k]! / answers
  }
  return { posterior, iterations: 0 }
}

/**
 * Worker agreement with aggregate (Appen; crowd-kit `Wawa`): a labeler weighs as much as the share of their
 * answers that agree with the majority, an agreement with one of t tied classes being 1/t; then one re-vote.
 * A task whose labelers all weigh 0 keeps its plain votes.
 */
export function wawa(a: Arranged, votes: Uint32Array): Estimate {
  const { classCount } = a
  const agreed = new Float64Array(a.labelerCount)
  const answered = new Uint32Array(a.labelerCount)
  for (let i = 0; i < a.taskCount; i++) {
    const row = i * classCount
    let top = 0
    let tied = 0
    for (let k = row; k < row + classCount; k++) {
      if (votes[k]! > top) tied = 0
      if (votes[k]! >= top) tied++
      top = Math.max(top, votes[k]!)
    }
    for (let n = a.start[i]!; n < a.start[i + 1]!; n++) {
      if (votes[row + a.label[n]!] === top) agreed[a.labeler[n]!]! += 1 / tied
      answered[a.labeler[n]!]! += 1
    }
  }
  const { posterior } = majority(a, votes)
  const weighted = new Float64Array(classCount)
  for (let i = 0; i < a.taskCount; i++) {
    weighted.fill(0)
    let sum = 0
    for (let n = a.start[i]!; n < a.start[i + 1]!; n++) {
      const j = a.labeler[n]!
      const weight = agreed[j]! / answered[j]!
      weighted[a.label[n]!]! += weight
      sum += weight
    }
    if (sum === 0) continue
    for (let k = 0; k < classCount; k++) posterior[i * classCount + k] = weighted[k]! / sum
  }
  return { posterior, iterations: 1 }
}
