import type { Campaign, Suggestion } from '@/api/types.ts'
import type { Mark } from './marks.ts'

/** What a campaign asks. */
export type Question = Pick<Campaign, 'taskType' | 'schema' | 'labels'>

/** What every editor of a task type is given. Values are texts: JSON, or the transcription itself. */
export interface EditorProps<Schema> {
  schema: Schema
  payload: Record<string, unknown>
  /** An answer is on its way, or was given: shown, and no more to be changed. */
  closed: boolean
  /** What is answered, or was kept as a draft. */
  initial: string | null
  /** What a machine suggests, where the task brings it. */
  suggestion: Suggestion | null
  /** `shown`: what a machine in this browser suggested meanwhile. */
  onAnswer: (value: string, shown?: Suggestion) => void
  onDraft: (value: string) => void
}

export type LabelName = Campaign['labels'][number]

/** A draft as JSON, or `otherwise` when there is none, or it is of another kind. */
export function fromDraft<Value>(
  text: string | null,
  fits: (value: unknown) => value is Value,
  otherwise: Value,
): Value {
  if (text === null || text === '') return otherwise
  try {
    const value: unknown = JSON.parse(text)
    return fits(value) ? value : otherwise
  } catch {
    return otherwise
  }
}

export const isMarks = (value: unknown): value is Mark[] =>
  Array.isArray(value) && value.every((one) => typeof one?.start === 'number' && typeof one?.end === 'number')
