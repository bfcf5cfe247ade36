import { label } from '@rowright/tasktype'
import { z } from 'zod'
import { amount, id, payload, time } from './contract.ts'

/** What a campaign asks. */
const asked = z.object({
  taskType: z.string(),
  schema: z.record(z.string(), z.unknown()),
  labels: z.array(label),
})

/** A labeler's answers between two decisions about their pay. */
export const payWindow = z.object({
  id,
  poolId: id,
  poolName: z.string(),
  campaignId: id,
  campaignName: z.string(),
  /** `failed`: a rejection that can be appealed until `appealUntil`; `carried`: waits for the next campaign of the pool. */
  state: z.enum(['open', 'passed', 'failed', 'appealed', 'rejected', 'carried']),
  decidedBy: z.string().nullable(),
  reasonCode: z.string().nullable(),
  checks: z.number(),
  wrong: z.number(),
  /** Checks that make it full, and wrong ones at which it fails. */
  checksNeeded: z.number(),
  failAt: z.number(),
  /** About how many more answers until it is full. */
  answersLeft: z.number(),
  answers: z.number(),
  pay: amount,
  /** Points at stake on it, or, of one that passed, that stay staked for the next. */
  staked: amount,
  openedAt: time,
  decidedAt: time.nullable(),
  appealUntil: time.nullable(),
  /** What was asked, where there is evidence to show. */
  asked: asked.nullable(),
  /** Evidence of a rejection: the control tasks that were failed. */
  failed: z.array(
    z.object({ taskId: id, externalId: z.string(), value: z.string(), known: z.string(), payload }),
  ),
})

/** A labeler's measured skill in a pool, in ppm. */
export const skill = z.object({
  poolId: id,
  poolName: z.string(),
  checks: z.number(),
  right: z.number(),
  lowPpm: z.number(),
  meanPpm: z.number(),
  highPpm: z.number(),
  multiplierPpm: z.number(),
  reviewer: z.boolean(),
})

/** A case on which somebody sits: tasks to answer, and nothing about whose they are or what was decided. */
export const appealCase = asked.extend({
  appealId: id,
  poolId: id,
  poolName: z.string(),
  question: z.string(),
  guidelines: z.string(),
  decideBy: time,
  tasks: z.array(z.object({ taskId: id, payload })),
})
