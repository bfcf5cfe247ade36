import { z } from 'zod'
import { aggregateClasses } from '../byClass.ts'
import { invalidValue } from '../errors.ts'
import { numberAlpha } from '../nominalAlpha.ts'
import { checkAnything } from '../payload.ts'
import { reliabilityBy } from '../reliability.ts'
import type { Counted, Evidence, Heard, Outcome, Said, TaskType } from '../taskType.ts'

const schema = z
  .object({
    least: z.int().default(1),
    most: z.int().default(5),
    /** What the ends mean. */
    leastMeans: z.string().max(80).default(''),
    mostMeans: z.string().max(80).default(''),
    /** Steps by which an answer may miss a known one and still agree. */
    tolerance: z.int().min(0).default(0),
  })
  .refine(({ least, most }) => most > least && most - least <= 100, {
    path: ['most'],
    message: 'a scale has 2 to 101 steps',
  })
type Schema = z.infer<typeof schema>

/** A step of an ordinal scale, a whole number. */
export const rating: TaskType<Schema, number> = {
  name: 'rating',
  schema,
  checkPayload: checkAnything,
  parse({ least, most }, input) {
    if (Number.isInteger(input) && (input as number) >= least && (input as number) <= most)
      return input as number
    throw invalidValue(
      'value',
      `"${String(input).slice(0, 80)}" is no step of this scale.`,
      `Send a whole number from ${least} to ${most}.`,
    )
  },
  agrees: ({ tolerance }, value, truth) => Math.abs(value - truth) <= tolerance,
  aggregate,
  alpha: (_, said) => numberAlpha(said, 'ordinal'),
  exported: (_, value) => value,
  classes: ({ least, most }) => Array.from({ length: most - least + 1 }, (_, i) => String(least + i)),
  // Who always clicks the middle is within the tolerance of the most steps.
  chance: ({ least, most, tolerance }) => Math.min(1, (2 * tolerance + 1) / (most - least + 1)),
  recount,
}

/** The mean of a posterior as a step, and how much of it is within the tolerance. */
function middle({ tolerance }: Schema, steps: readonly { step: number; share: number }[]): Counted<number> {
  const total = steps.reduce((sum, { share }) => sum + share, 0)
  const value = Math.round(steps.reduce((sum, { step, share }) => sum + step * share, 0) / total)
  const within = steps.filter(({ step }) => Math.abs(step - value) <= tolerance)
  return { value, confidence: within.reduce((sum, { share }) => sum + share, 0) / total }
}

/** One coin per labeler: within the tolerance of the truth as often as they are reliable, any step of those alike. */
function recount(schema: Schema, heard: readonly Heard<number>[]): Counted<number> {
  const { least, most, tolerance } = schema
  const all = Array.from({ length: most - least + 1 }, (_, i) => least + i)
  const steps = all.map((step) => {
    const near = all.filter((other) => Math.abs(other - step) <= tolerance).length
    const share = heard.reduce((product, { value, reliability }) => {
      const right = Math.min(1 - 1e-6, Math.max(1e-6, reliability))
      const agrees = Math.abs(value - step) <= tolerance
      return product * (agrees ? right / near : (1 - right) / Math.max(1, all.length - near))
    }, 1)
    return { step, share }
  })
  return middle(schema, steps)
}

/** The scale's posterior by the campaign's method; the result is its mean, rounded to a step. */
function aggregate(schema: Schema, said: readonly Said<number>[], { method }: Evidence): Outcome<number> {
  const outcome = aggregateClasses(
    said.map((one) => ({ ...one, value: String(one.value) })),
    method,
  )
  const results = new Map(
    [...outcome.results].map(([task, { posterior, votes }]) => {
      const steps = Object.entries(posterior).map(([step, share]) => ({ step: Number(step), share }))
      return [task, { ...middle(schema, steps), posterior, votes }]
    }),
  )
  const values = new Map([...results].map(([task, { value }]) => [task, value]))
  return {
    ...outcome,
    version: `rating/2+${outcome.version}`,
    results,
    // The method knows how often each step was met exactly, not how often it was near.
    labelers:
      schema.tolerance > 0
        ? reliabilityBy(said, values, (value, result) => rating.agrees(schema, value, result))
        : outcome.labelers,
  }
}
