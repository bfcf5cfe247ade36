import type { Arranged } from '../arrange.ts'
import { matricesFit } from '../errors.ts'
import { estimate } from '../estimate.ts'
import { defaultMethod } from '../selectOnGold.ts'
import { countVotes } from '../vote.ts'
import type { LabelerAnswers } from './coLabeled.ts'

/** Pseudo-answers of a labeler's own one-coin matrix, and of the pool's mean accuracy: those of `sds`. */
const KAPPA = 5
const POOL_PRIOR = 5
const FLOOR = 1e-6

/** What a crowd believes of every task, from which answers can be taken back. */
export interface Consensus {
  /** Writes the posterior of a task without these two answers, each a labeler and a label, into `row`. */
  without: (task: number, one: Said, two: Said, row: Float64Array) => void
  /** Chance of an equal answer by truth, were the two labelers independent. */
  meeting: (first: number, second: number) => Float64Array
}

type Said = readonly [labeler: number, label: number]

/** `gold`: known label of each task, -1 where there is none. At least two classes. */
export function estimateConsensus(a: Arranged, gold: Int32Array, answers: LabelerAnswers): Consensus {
  const K = a.classCount
  const posterior = believe(a, gold)
  const says = fitLabelers(a, answers, posterior)
  const logs = new Float64Array(a.taskCount * K)
  for (let j = 0; j < a.labelerCount; j++) {
    for (let n = answers.start[j]!; n < answers.start[j + 1]!; n++) {
      const at = answers.task[n]! * K
      for (let z = 0; z < K; z++) logs[at + z]! += Math.log(says(j, answers.label[n]!, z))
    }
  }
  const prior = classShares(a, posterior)
  return {
    without: (task, one, two, row) => {
      if (gold[task] !== -1) {
        row.fill(0)
        row[gold[task]!] = 1
        return
      }
      let top = -Infinity
      for (let z = 0; z < K; z++) {
        row[z] = logs[task * K + z]! - Math.log(says(...one, z) * says(...two, z))
        if (row[z]! > top) top = row[z]!
      }
      let sum = 0
      for (let z = 0; z < K; z++) {
        row[z] = prior[z]! * Math.exp(row[z]! - top)
        sum += row[z]!
      }
      for (let z = 0; z < K; z++) row[z]! /= sum
    },
    meeting: (first, second) => {
      const meet = new Float64Array(K)
      for (let z = 0; z < K; z++) {
        for (let l = 0; l < K; l++) meet[z]! += says(first, l, z) * says(second, l, z)
      }
      return meet
    },
  }
}

/** The default method's posterior, certain where there is gold. */
function believe(a: Arranged, gold: Int32Array): Float64Array {
  const K = a.classCount
  const { posterior } = estimate(defaultMethod(a), { arranged: a, votes: countVotes(a), gold })
  for (let i = 0; i < a.taskCount; i++) {
    if (gold[i] === -1) continue
    posterior.fill(0, i * K, (i + 1) * K)
    posterior[i * K + gold[i]!] = 1
  }
  return posterior
}

/** P(labeler j says l | truth z): smoothed counts, or one coin where matrices would not fit. */
function fitLabelers(a: Arranged, answers: LabelerAnswers, posterior: Float64Array) {
  const { labelerCount: J, classCount: K } = a
  const right = new Float64Array(J)
  const all = new Float64Array(J)
  for (let j = 0; j < J; j++) {
    for (let n = answers.start[j]!; n < answers.start[j + 1]!; n++) {
      right[j]! += posterior[answers.task[n]! * K + answers.label[n]!]!
    }
    all[j] = answers.start[j + 1]! - answers.start[j]!
  }
  const pool = sum(right) / Math.max(1, sum(all))
  const coin = right.map((value, j) => bound((value + POOL_PRIOR * pool) / (all[j]! + POOL_PRIOR)))
  const ofCoin = (j: number, l: number, z: number) => (l === z ? coin[j]! : (1 - coin[j]!) / (K - 1))
  if (!matricesFit(a)) return ofCoin
  const cells = new Float64Array(J * K * K)
  for (let j = 0; j < J; j++) {
    for (let n = answers.start[j]!; n < answers.start[j + 1]!; n++) {
      for (let z = 0; z < K; z++) {
        cells[(j * K + answers.label[n]!) * K + z]! += posterior[answers.task[n]! * K + z]!
      }
    }
    for (let z = 0; z < K; z++) {
      let total = KAPPA
      for (let l = 0; l < K; l++) total += cells[(j * K + l) * K + z]!
      for (let l = 0; l < K; l++) {
        const cell = (j * K + l) * K + z
        cells[cell] = (cells[cell]! + KAPPA * ofCoin(j, l, z)) / total
      }
    }
  }
  return (j: number, l: number, z: number) => cells[(j * K + l) * K + z]!
}

function classShares(a: Arranged, posterior: Float64Array): Float64Array {
  const shares = new Float64Array(a.classCount).fill(FLOOR)
  for (let i = 0; i < a.taskCount; i++) {
    if (a.start[i] === a.start[i + 1]) continue
    for (let k = 0; k < a.classCount; k++) shares[k]! += posterior[i * a.classCount + k]!
  }
  return shares
}

const bound = (p: number): number => Math.min(1 - FLOOR, Math.max(FLOOR, p))
const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
