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

/** What of a campaign's items is being labeled, and by whom. */
export const coverage = z.object({
  strata: z.array(
    z.object({
      stratum: quota.shape.stratum,
      values: z.array(
        z.object({
          value: z.string(),
          tasks: z.number(),
          /** Tasks with slots, their share of all that have some, and the most that the quotas let in. */
          open: z.number(),
          sharePpm: z.number(),
          mostTasks: z.number().nullable(),
          /** Tasks with a result. */
          decided: z.number(),
          answers: z.number(),
        }),
      ),
    }),
  ),
  tasks: z.number(),
  /** How many tasks have so many answers, those being given included. */
  answersPerTask: z.array(z.object({ answers: z.number(), tasks: z.number() })),
  /** Gold by known answer: answers it got, and those it has left to give. Only the requester sees this. */
  gold: z.array(
    z.object({ answer: z.string().nullable(), tasks: z.number(), answers: z.number(), left: z.number() }),
  ),
  /** Groups of people who are probably one that have answered, and those that have their share. */
  clusters: z.number(),
  capped: z.number(),
})
