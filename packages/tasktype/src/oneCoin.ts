import { onlinePosterior, uniformPosterior } from '@rowright/aggregate'
import type { Heard } from './taskType.ts'

/** Posterior over classes by one coin per labeler from a uniform start. @param said a class index per reliability. */
export const oneCoin = (said: readonly number[], reliabilities: readonly number[], classes: number) =>
  said.reduce(
    (posterior, label, n) => onlinePosterior(posterior, label, reliabilities[n]!),
    uniformPosterior(classes),
  )

/**
 * How often labelers are right about one of `parts` parts of an answer, when a reliability is about all of them at once
 * and they err about each apart: its root. Never less than tossing a coin says, so that no vote counts against itself.
 */
export const partly = (heard: readonly Heard<unknown>[], parts: number): number[] =>
  heard.map(({ reliability }) => Math.max(0.5, reliability ** (1 / Math.max(1, parts))))
