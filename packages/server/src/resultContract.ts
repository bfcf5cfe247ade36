import { COLORS } from '@rowright/tasktype'
import { z } from 'zod'

/** Edits ÷ length of the true texts, with a 95 % interval. */
const errorRate = z.object({ rate: z.number(), low: z.number(), high: z.number() })

/** Of transcriptions: error rates of answers to control tasks, by character and by word. */
export const textErrors = z.object({ texts: z.number(), cer: errorRate, wer: errorRate })

/** Of a pair: the start of the text that was chosen. */
const chosen = z.string().nullable()

/** An answer by itself: as data, by task type, and what the labels in it are called. */
export const said = z.object({
  taskType: z.string(),
  answer: z.json(),
  chosen,
  labels: z.array(z.object({ value: z.string(), label: z.string(), color: z.enum(COLORS) })),
})

/** What the answers to a task add up to. */
export const result = z.object({
  taskId: z.uuid(),
  externalId: z.string(),
  /** As it is stored: a label, a text, or canonical JSON. */
  value: z.string(),
  /** The same as data, by task type: labels, a number, spans with their text. */
  answer: z.json(),
  chosen,
  confidencePpm: z.number(),
  method: z.string(),
  version: z.string(),
  votes: z.record(z.string(), z.number()),
  annotations: z.number(),
})

/** Candidates of a pairwise campaign by Bradley–Terry score, the best first; scores add up to 1. */
export const ranking = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      score: z.number(),
      won: z.number(),
      lost: z.number(),
      tied: z.number(),
    }),
  ),
  candidates: z.number(),
})
