import { RowrightError } from '@rowright/protocol'
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

/** Reads the row of an item. @param labels the values that `gold` may have. @throws RowrightError naming line and field. */
export function itemRow({ line, row }: UploadRow, labels: ReadonlySet<string>): ItemRow {
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
  const answer = answerIn(line, gold, labels)
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

function answerIn(line: number, gold: unknown, labels: ReadonlySet<string>): string | null {
  if (gold === undefined || gold === null || gold === '') return null
  const answer = typeof gold === 'object' ? JSON.stringify(gold) : String(gold)
  if (typeof gold !== 'object' && labels.has(answer)) return answer
  throw invalidLine(
    line,
    'gold',
    `"${answer.slice(0, 80)}" is not one of the campaign's labels.`,
    'Use the value of a label, or leave it empty.',
  )
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
