import type { Suggested } from '@rowright/pipeline/labeling'
import { RowrightError } from '@rowright/protocol'
import type { AnyTaskType } from '@rowright/tasktype'
import { z } from 'zod'
import type { UploadRow } from './parseUpload.ts'

/** An item as its row says, with the known answer if there is one. */
export interface ItemRow {
  line: number
  externalId: string
  payload: Record<string, unknown>
  answer: string | null
  track: 'work' | 'gold' | 'practice'
  suggestion: Suggested | null
}

const MOST_PAYLOAD_BYTES = 1_000_000

const invalidLine = (line: number, field: string, message: string, hint: string) =>
  new RowrightError('upload/invalid-line', `Line ${line}: ${message}`, {
    status: 422,
    field,
    hint: `${hint} Nothing was kept.`,
    context: { line },
  })

/** What JSON or CSV has for a short name: text, or a whole number that JavaScript holds exactly; null for anything else. */
function nameIn(value: unknown): string | null {
  const name = typeof value === 'number' ? (Number.isSafeInteger(value) ? String(value) : '') : value
  return typeof name === 'string' && name.trim() !== '' && name.length <= 200 ? name : null
}

/** Reads the row of an item. @param question what the campaign asks: it reads `gold` and says what an item must show. @throws RowrightError naming line and field. */
export function itemRow({ line, row }: UploadRow, question: Question): ItemRow {
  const { id, gold, practice, ...rest } = row
  const { suggestion, payload } = suggestionIn(line, rest, question)
  const externalId = nameIn(id)
  if (externalId === null) {
    throw invalidLine(
      line,
      'id',
      'an item needs an id: 1 to 200 characters, or a whole number up to 2^53.',
      'Give every row a column "id".',
    )
  }
  if (Object.keys(payload).length === 0) {
    throw invalidLine(
      line,
      'payload',
      'there is nothing to label beside the id.',
      'Add at least one more column, e.g. "text" or "image".',
    )
  }
  if (Buffer.byteLength(JSON.stringify(payload)) > MOST_PAYLOAD_BYTES)
    throw invalidLine(line, 'payload', 'the item is over 1 MB.', 'Make the item smaller.')
  try {
    question.type.checkPayload(question.schema, payload)
  } catch (error) {
    throw onLine(line, error)
  }
  const answer = answerIn(line, gold, question, payload)
  const forPractice = practiceIn(line, practice)
  if (forPractice && answer === null)
    throw invalidLine(line, 'gold', 'a practice item needs its known answer.', 'Fill "gold".')
  return {
    line,
    externalId,
    payload,
    answer,
    track: forPractice ? 'practice' : answer === null ? 'work' : 'gold',
    suggestion,
  }
}

/**
 * Takes a suggestion out of a row, where the campaign's type has them: `suggestion` is the text, or
 * `{value, model, version, confidence}`; CSV says the latter three in columns of their own. [LAB-25]
 */
function suggestionIn(
  line: number,
  row: Record<string, unknown>,
  { type, schema }: Question,
): { suggestion: Suggested | null; payload: Record<string, unknown> } {
  if (!TAKES_SUGGESTIONS.has(type.name)) return { suggestion: null, payload: row }
  const { suggestion, suggestion_model, suggestion_version, suggestion_confidence, ...payload } = row
  if (suggestion === undefined || suggestion === null || suggestion === '')
    return { suggestion: null, payload }
  if (type.suggests(schema) === 'none')
    throw invalidLine(
      line,
      'suggestion',
      'this campaign shows no suggestions.',
      'Leave the column out, or draft a campaign that shows them.',
    )
  const flat = {
    value: suggestion,
    model: suggestion_model || undefined,
    version: suggestion_version || undefined,
    confidence: suggestion_confidence || undefined,
  }
  const { success, data, error } = suggestionRow.safeParse(typeof suggestion === 'object' ? suggestion : flat)
  if (!success) {
    const [issue] = error.issues
    throw invalidLine(
      line,
      ['suggestion', ...(issue?.path ?? [])].join('.'),
      `the suggestion is not right: ${issue?.message ?? 'unknown'}.`,
      'Give its text, or {"value", "model", "version", "confidence" from 0 to 1}.',
    )
  }
  try {
    const { value, model, version, confidence } = data
    const confidencePpm = confidence === undefined ? null : Math.round(confidence * 1_000_000)
    type.parseValue(schema, value, payload)
    return { suggestion: { value, model, version, confidencePpm }, payload }
  } catch (error) {
    throw onLine(line, error, 'suggestion')
  }
}

/** Types whose editors show suggestions: in the others a field of this name is part of the item. */
const TAKES_SUGGESTIONS: ReadonlySet<string> = new Set(['transcription'])

const suggestionRow = z.object({
  value: z.string(),
  model: z.string().trim().min(1).max(100).default('not told'),
  version: z.coerce.string().trim().max(100).default(''),
  confidence: z.coerce.number().min(0).max(1).optional(),
})

/** Control tasks without a suggestion among items with one would show. [LAB-28] @throws RowrightError naming the line. */
export function assertAlike(rows: readonly ItemRow[]): void {
  if (!rows.some((row) => row.suggestion)) return
  const bare = rows.find((row) => row.track === 'gold' && !row.suggestion)
  if (bare)
    throw invalidLine(
      bare.line,
      'suggestion',
      'a control task has no suggestion where other items have one: it would show.',
      'Give it one, right or wrong.',
    )
}

interface Question {
  type: AnyTaskType
  schema: unknown
}

function answerIn(
  line: number,
  gold: unknown,
  { type, schema }: Question,
  payload: Record<string, unknown>,
): string | null {
  if (gold === undefined || gold === null || gold === '') return null
  try {
    return type.parseValue(schema, typeof gold === 'boolean' ? String(gold) : gold, payload)
  } catch (error) {
    throw onLine(line, error, 'gold')
  }
}

/** What a task type says of a value, as the problem of a line of the upload. */
function onLine(line: number, error: unknown, field?: string): unknown {
  if (!(error instanceof RowrightError)) return error
  return invalidLine(line, field ?? error.field ?? 'payload', error.message, error.hint ?? '')
}

function practiceIn(line: number, practice: unknown): boolean {
  if (practice === true || practice === 'true') return true
  if ([undefined, null, '', false, 'false'].includes(practice as undefined)) return false
  throw invalidLine(line, 'practice', 'it is true, false or empty.', 'Write true for a practice item.')
}

/** Reads the row of an assignment list. @throws RowrightError naming line and field. */
export function listRow({ line, row }: UploadRow): { labeler: string; item: string; line: number } {
  const read = (field: 'labeler' | 'item') => {
    const name = nameIn(row[field])
    if (name !== null) return name
    throw invalidLine(
      line,
      field,
      `"${field}" is missing, or no text.`,
      'Each row names a labeler (address or person id) and an item (its id).',
    )
  }
  return { labeler: read('labeler').trim(), item: read('item'), line }
}
