import { COLORS, chosenText, type Label, type Payload, questionOf } from '@rowright/tasktype'
import type { z } from 'zod'
import type * as contract from '../resultContract.ts'

/** What a campaign asks, as it is stored. */
export interface Asked {
  taskType: string
  schema: unknown
  labels: readonly Label[]
}

/** A stored answer as a page shows it: as data, with the labels it names, each in the color that the editor gives it. */
export function saidOf(asked: Asked, value: string, payload: Payload | null): z.infer<typeof contract.said> {
  const { type, schema } = questionOf(asked)
  const named = new Set(type.parts(schema, value))
  const { labels = [] } = schema as { labels?: readonly Label[] }
  return {
    taskType: asked.taskType,
    answer: type.exported(schema, value, payload),
    chosen: asked.taskType === 'pairwise' ? chosenText(value, payload) : null,
    labels: labels.flatMap(({ value, label, color }, i) =>
      named.has(value) ? [{ value, label, color: color ?? COLORS[i % COLORS.length]! }] : [],
    ),
  }
}
