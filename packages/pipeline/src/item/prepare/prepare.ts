import { z } from 'zod'
import { counted, FILTERS } from './filters.ts'
import { isoDate, mendEncoding, oneForm, oneUnitForm } from './normalize.ts'
import type { Recipe } from './recipe.ts'

/** What a rule did to one document. */
export type Step = { rule: string; did: 'nothing' | 'changed' | 'dropped' }

export interface Prepared {
  /** Null: a rule dropped it. */
  payload: Record<string, unknown> | null
  /** Fields without a value that people are to give one. */
  toLabel: string[]
  steps: Step[]
}

/** The form of a document of a page; what has another is dropped. */
const documentSchema = z.looseObject({
  type: z.literal('page'),
  url: z.url(),
  source: z.string().min(1).max(253),
  title: z.string().max(2_000).optional(),
  language: z.string().min(2).max(8).optional(),
  publishedAt: z.string().max(100).optional(),
  text: z.string().min(1),
})

const FIELDS = ['title', 'language', 'publishedAt'] as const

/** Every rule in its order; `duplicates` is the pool's own, counted where items are admitted. */
export const RULES: readonly string[] = [
  'encoding',
  'nfc',
  'units',
  'dates',
  'schema',
  ...Object.keys(FILTERS),
  ...FIELDS.map((field) => `missing-${field}`),
  'duplicates',
]

/** Prepares one document by a recipe. Pure and deterministic: no clock, no locale, no model. [ITM-11, ITM-12] */
export function prepare(given: Record<string, unknown>, recipe: Recipe): Prepared {
  const steps: Step[] = []
  const toLabel: string[] = []
  const payload: Record<string, unknown> = { ...given }
  const dropped = (rule: string): Prepared => {
    steps.push({ rule, did: 'dropped' })
    return { payload: null, toLabel: [], steps }
  }
  const rewrite = (rule: string, fields: readonly string[], how: (text: string) => string | null) => {
    let changed = false
    for (const field of fields) {
      const value = payload[field]
      if (typeof value !== 'string') continue
      const now = how(value)
      changed ||= now !== value
      if (now === null || now === '') delete payload[field]
      else payload[field] = now
    }
    steps.push({ rule, did: changed ? 'changed' : 'nothing' })
  }
  rewrite('encoding', ['title', 'text'], mendEncoding)
  rewrite('nfc', ['title', 'text'], oneForm)
  rewrite('units', ['title', 'text'], oneUnitForm)
  rewrite('dates', ['publishedAt'], isoDate)

  const document = documentSchema.safeParse(payload)
  if (!document.success) return dropped('schema')
  steps.push({ rule: 'schema', did: 'nothing' })
  const of = counted(document.data.text, document.data.language ?? null)
  for (const [rule, keeps] of Object.entries(FILTERS)) {
    if (!keeps(of, recipe)) return dropped(rule)
    steps.push({ rule, did: 'nothing' })
  }
  for (const field of FIELDS) {
    const rule = `missing-${field}`
    if (payload[field] !== undefined) {
      steps.push({ rule, did: 'nothing' })
      continue
    }
    if (recipe.missing[field] === 'drop') return dropped(rule)
    if (recipe.missing[field] === 'label') toLabel.push(field)
    payload[field] = null
    steps.push({ rule, did: 'changed' })
  }
  return { payload, toLabel, steps }
}
