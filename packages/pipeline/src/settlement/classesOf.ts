import { type Question, questionOf } from '@rowright/tasktype'
import type { Campaign } from '../pool/index.ts'

/** In one of how many a random answer is right, as its task type says; no whole number where answers may be near. */
export function classesForQuestion(question: Question): number {
  const { type, schema } = questionOf(question)
  return 1 / type.chance(schema)
}

/** The same as a whole number, rounded to the clicker's favor: decisions that move money use no others. */
export const classesOf = (campaign: Campaign): number => Math.floor(classesForQuestion(campaign) + 1e-9)
