import { z } from 'zod'
import { invalidValue } from '../errors.ts'
import { numberAlpha } from '../nominalAlpha.ts'
import { checkAnything } from '../payload.ts'
import { sumUp } from '../sumUp.ts'
import { OPEN_CHANCE, type Outcome, type Said, type TaskType } from '../taskType.ts'

const schema = z
  .object({
    least: z.number().nullable().default(null),
    most: z.number().nullable().default(null),
    unit: z.string().max(40).default(''),
    /** Digits after the point that an answer may have. */
    decimals: z.int().min(0).max(9).default(0),
    /** By how much an answer may miss a known one and still agree. */
    tolerance: z.number().min(0).default(0),
  })
  .refine(({ least, most }) => least === null || most === null || least < most, {
    path: ['most'],
    message: 'the highest number must be above the lowest',
  })
type Schema = z.infer<typeof schema>

/** A number, e.g. a count or a measure. */
export const numeric: TaskType<Schema, number> = {
  name: 'numeric',
  schema,
  checkPayload: checkAnything,
  parse({ least, most, decimals }, input) {
    if (typeof input !== 'number' || !Number.isFinite(input)) {
      throw invalidValue('value', `"${String(input).slice(0, 80)}" is not a number.`, 'Send a JSON number.')
    }
    if ((least !== null && input < least) || (most !== null && input > most)) {
      throw invalidValue(
        'value',
        `${input} is out of range.`,
        `Send a number from ${least ?? '−∞'} to ${most ?? '∞'}.`,
      )
    }
    const rounded = round(input, decimals)
    if (Math.abs(rounded - input) > 1e-9 * Math.max(1, Math.abs(input))) {
      throw invalidValue('value', `${input} has too many digits.`, `At most ${decimals} after the point.`)
    }
    return rounded
  },
  // Half a unit of the last of 9 digits: 0.3 − 0.1 is 0.2 here.
  agrees: ({ tolerance }, value, truth) => Math.abs(value - truth) <= tolerance + 5e-10,
  aggregate,
  alpha: (_, said) => numberAlpha(said, 'interval'),
  exported: (_, value) => value,
  classes: () => null,
  chance({ least, most, decimals, tolerance }) {
    if (least === null || most === null) return OPEN_CHANCE
    const unit = 10 ** -decimals
    return Math.min(1, Math.max(OPEN_CHANCE, (2 * tolerance + unit) / (most - least + unit)))
  },
  together,
}

/** `-0` is 0: they are the same answer. */
const round = (value: number, decimals: number): number => Number(value.toFixed(decimals)) + 0

/** The mean of those that agree; confident as far as its labelers, and how many of them agree with it, allow. */
function aggregate(schema: Schema, said: readonly Said<number>[]): Outcome<number> {
  const results = new Map(
    [...Map.groupBy(said, (one) => one.task)].map(([task, answers]) => [
      task,
      together(
        schema,
        answers.map((one) => one.value),
      ),
    ]),
  )
  return sumUp(numeric, schema, said, results, { method: 'mean', version: 'mean/3', name: String })
}

/**
 * The mean of the answers around the one that most agree with, so that a slip of a digit moves no mean and a task that
 * closes because its answers agree gets the value that they agree on. [TYP-6] Of equals the one nearest to the middle
 * of all, then the lower. Where no two agree, nothing says which is the slip: the mean of all.
 */
function together(schema: Schema, values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const around = (center: number) => sorted.filter((one) => numeric.agrees(schema, one, center))
  const middle = (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
  const [best] = [...new Set(sorted)]
    .map((center) => ({ near: around(center), away: Math.abs(center - middle) }))
    .sort((a, b) => b.near.length - a.near.length || a.away - b.away)
  return mean(schema, best!.near.length > 1 ? best!.near : sorted)
}

/** Summed in order of size, so that the order of the answers changes no bit. */
function mean({ decimals }: Schema, values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return round(sorted.reduce((sum, one) => sum + one, 0) / sorted.length, decimals)
}
