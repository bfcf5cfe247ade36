import { z } from 'zod'
import { id } from './contract.ts'

const ppm = z.number().int().min(0).max(1_000_000)

/** Of wrong suggestions that were in view: how many were sent as they were. */
const anchored = z.object({
  wrong: z.number(),
  unchanged: z.number(),
  /** With its Wilson 95 % interval; null without any. */
  share: z.object({ ppm, lowPpm: ppm, highPpm: ppm }).nullable(),
})

export const anchoring = z.object({
  poolId: id,
  campaignId: id,
  campaign: z.string(),
  /** Answers given with a suggestion in view, and those of them whose truth is known or decided. */
  assisted: z.number(),
  judged: z.number(),
  /** Against known answers, and against results (which the same answers made). */
  known: anchored,
  byResult: anchored,
  /** By pseudonym of the pool; those who kept most first. */
  labelers: z.array(anchored.extend({ labeler: z.string(), assisted: z.number() })),
})
