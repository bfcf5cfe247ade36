import { RowrightError } from '@rowright/protocol'
import type { AnyTaskType } from '@rowright/tasktype'
import type { UploadRow } from './parseUpload.ts'

/** An item as its row says, with the known answer if there is one. */
export interface ItemRow {
  line: number
  externalId: string
  payload: Record<string, unknown>
  answer: string | null
  track: 'work' | 'gold' | 'practice'
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
  const { id, gold, practice, ...payload } = row
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
  }
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
