import { z } from 'zod'
import { invalidValue } from './errors.ts'

/** Colors that pages have in light and dark, at readable contrast. */
export const COLORS = ['green', 'blue', 'amber', 'red', 'violet', 'teal', 'pink', 'gray'] as const
/** Keys that editors use themselves: skip and report. */
export const TAKEN_KEYS = ['s', 'r'] as const

export const label = z.object({
  value: z.string().min(1).max(200),
  label: z.string().min(1).max(200),
  /** When to choose it. */
  description: z.string().max(300).optional(),
  color: z.enum(COLORS).optional(),
  /** A key of the keyboard that chooses it. */
  key: z
    .string()
    .regex(/^[a-z0-9]$/, 'a key is one small letter or digit')
    .refine((key) => !TAKEN_KEYS.some((one) => one === key), 'the keys s and r skip and report')
    .optional(),
})
export type Label = z.infer<typeof label>

/** Labels with values of their own, in the order shown. @param least how many a question needs. */
export const labelList = (least: number) =>
  z
    .array(label)
    .min(least, `give at least ${least} labels`)
    .max(10_000)
    .superRefine((labels, check) => {
      const fault = (path: [number, 'value' | 'key'], message: string) =>
        check.addIssue({ code: 'custom', path, message })
      const values = new Set<string>()
      const keys = new Set<string | undefined>()
      for (const [i, { value, key }] of labels.entries()) {
        // Votes are JSON objects by label value.
        if (value === '__proto__') fault([i, 'value'], '"__proto__" is not taken as a label')
        if (values.has(value)) fault([i, 'value'], `the label "${value}" is there twice`)
        if (key !== undefined && keys.has(key)) fault([i, 'key'], `the key "${key}" is there twice`)
        values.add(value)
        keys.add(key)
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
