import { STRATA } from '@rowright/pipeline/pool'
import { z } from 'zod'

export const quota = z.object({
  stratum: z.enum(STRATA),
  value: z.string().trim().min(1).max(100).nullable(),
  maxPpm: z.number().int().min(1).max(1_000_000),
})

export const adaptive = z.object({
  /** Answers a task gets at least, as the audit has raised them. */
  least: z.number(),
  /** Tasks by why they need no more answers, and those that still wait. */
  confident: z.number(),
  allAnswers: z.number(),
  reviewed: z.number(),
  undecided: z.number(),
  /** Tasks that only reviewers get now. */
  escalated: z.number(),
  /** Answers that the last refit had read: when it is `submitted` and nothing is undecided, all is decided. */
  read: z.number(),
  /** Of the tasks kept to the end for the audit: how many would have stopped early, how many of those wrongly. */
  auditTasks: z.number(),
  auditItems: z.number(),
  auditErrors: z.number(),
})
