import type { Arranged } from './arrange.ts'
import { MAX_ITERATIONS, RESCALE_MASK, rescale, TOLERANCE, writePosterior } from './normalize.ts'
import type { Estimate } from './vote.ts'

/** Pseudo-answers: half a sincere and half a spam answer, and a little of every label as spam. */
const SINCERE_PRIOR = 0.5
const SPAM_PRIOR = 0.1

export interface MaceEstimate extends Estimate {
  /** Per labeler: probability that an answer is sincere (1 − P(spam)), 0…1. */
  sincerity: Float64Array
}

/**
 * MACE (Hovy 2013) by EM from the majority, so that it needs no restarts and no seed: a labeler either
 * answers the truth, or draws from a spam distribution of their own. Uniform class prior.
 */
export function mace(a: Arranged, from: Float64Array, maxIterations = MAX_ITERATIONS): MaceEstimate {
  const { classCount: K, taskCount } = a
  const posterior = from.slice()
  const sincerity = new Float64Array(a.labelerCount).fill(0.5)
  const spam = new Float64Array(a.labelerCount * K).fill(1 / K)
  const odds = new Float64Array(a.labelerCount * K)
  const row = new Float64Array(K)
  let iterations = 0
  while (iterations < maxIterations) {
    iterations++
    fit(a, posterior, sincerity, spam)
    for (let j = 0; j < a.labelerCount; j++) {
      for (let l = 0; l < K; l++) {
        odds[j * K + l] = 1 + sincerity[j]! / ((1 - sincerity[j]!) * spam[j * K + l]!)
      }
    }
    let moved = 0
    let answered = 0
    for (let i = 0; i < taskCount; i++) {
      const end = a.start[i + 1]!
      if (a.start[i] === end) continue
      answered++
      row.fill(1)
      for (let n = a.start[i]!; n < end; n++) {
        row[a.label[n]!]! *= odds[a.labeler[n]! * K + a.label[n]!]!
        if (((n - a.start[i]!) & RESCALE_MASK) === RESCALE_MASK) rescale(row)
      }
      moved += writePosterior(row, posterior, i * K)
    }
    if (moved <= TOLERANCE * answered) break
  }
  return { posterior, iterations, sincerity }
}

function fit(a: Arranged, posterior: Float64Array, sincerity: Float64Array, spam: Float64Array): void {
  const K = a.classCount
  const sincere = new Float64Array(a.labelerCount)
  const insincere = new Float64Array(a.labelerCount * K)
  for (let i = 0; i < a.taskCount; i++) {
    for (let n = a.start[i]!; n < a.start[i + 1]!; n++) {
      const j = a.labeler[n]!
      const cell = j * K + a.label[n]!
      const meant = sincerity[j]! / (sincerity[j]! + (1 - sincerity[j]!) * spam[cell]!)
      const p = posterior[i * K + a.label[n]!]! * meant
      sincere[j]! += p
      insincere[cell]! += 1 - p
    }
  }
  for (let j = 0; j < a.labelerCount; j++) {
    let total = 0
    for (let l = 0; l < K; l++) total += insincere[j * K + l]!
    sincerity[j] = (sincere[j]! + SINCERE_PRIOR) / (sincere[j]! + total + 2 * SINCERE_PRIOR)
    for (let l = 0; l < K; l++) {
      spam[j * K + l] = (insincere[j * K + l]! + SPAM_PRIOR) / (total + K * SPAM_PRIOR)
    }
  }
}
