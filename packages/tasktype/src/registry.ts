import { type AnyTaskType, define } from './define.ts'
import { unknownType } from './errors.ts'
import { multi } from './multi/multi.ts'
import { numeric } from './numeric/numeric.ts'
import { pairwise } from './pairwise/pairwise.ts'
import { rating } from './rating/rating.ts'
import { single } from './single/single.ts'
import { spans } from './spans/spans.ts'
import { transcription } from './transcription/transcription.ts'

export const TASK_TYPES = [
  'single',
  'multi',
  'rating',
  'numeric',
  'pairwise',
  'spans',
  'transcription',
] as const
export type TaskTypeName = (typeof TASK_TYPES)[number]

/** Every kind of question there is. */
const registry: Record<TaskTypeName, AnyTaskType> = {
  single: define(single),
  multi: define(multi),
  rating: define(rating),
  numeric: define(numeric),
  pairwise: define(pairwise),
  spans: define(spans),
  transcription: define(transcription),
}

/** @throws RowrightError `tasktype/unknown-type`. */
export function taskType(name: string): AnyTaskType {
  if (!Object.hasOwn(registry, name)) throw unknownType(name)
  return registry[name as TaskTypeName]
}

/** A campaign's question: `single` keeps its labels where they always were. */
export interface Question {
  taskType: string
  schema: unknown
  labels: readonly { value: string; label: string }[]
}

/** Type and settings of a campaign. */
export function questionOf(campaign: Question): { type: AnyTaskType; schema: unknown } {
  const type = taskType(campaign.taskType)
  return { type, schema: campaign.taskType === 'single' ? { labels: campaign.labels } : campaign.schema }
}
