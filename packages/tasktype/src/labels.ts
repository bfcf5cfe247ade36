import { z } from 'zod'
import { invalidValue } from './errors.ts'

export const label = z.object({ value: z.string().min(1).max(200), label: z.string().min(1).max(200) })
export type Label = z.infer<typeof label>

/** Labels with values of their own, in the order shown. @param least how many a question needs. */
export const labelList = (least: number) =>
  z
    .array(label)
    .min(least, `give at least ${least} labels`)
    .max(10_000)
    .superRefine((labels, check) => {
      const seen = new Set<string>()
      for (const [i, { value }] of labels.entries()) {
        if (value === '__proto__')
          check.addIssue({
            code: 'custom',
            path: [i, 'value'],
            message: '"__proto__" is not taken as a label',
          })
        if (seen.has(value))
          check.addIssue({
            code: 'custom',
            path: [i, 'value'],
            message: `the label "${value}" is there twice`,
          })
        seen.add(value)
      }
    })

/** @throws RowrightError `labeling/invalid-value` naming `field`. */
export function labelIn(labels: readonly Label[], value: unknown, field: string): string {
  const found = labels.find((one) => one.value === value)
  if (found) return found.value
  const allowed = labels.slice(0, 20).map((one) => one.value)
  throw invalidValue(
    field,
    `"${String(value).slice(0, 80)}" is not one of the labels of this campaign.`,
    `Answer with one of: ${allowed.join(', ')}.`,
    { allowed },
  )
}
