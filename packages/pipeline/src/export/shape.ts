import type { ExportRecord } from './record.ts'

/** How a cell is made, without what it says. */
export type Shape =
  | {
      kind: 'text' /** About so many, to one significant digit; absent where the length would tell the text. */
      characters?: number
    }
  | { kind: 'hash'; hexDigits: number }
  | { kind: 'picture' /** About, to one significant digit. */; bytes: number }
  | { kind: 'number' | 'truth' | 'nothing' }
  | { kind: 'list'; items: number; of: Shape }
  | {
      kind: 'object'
      members: Record<string, Shape> /** Members whose names may say something. */
      others: number
    }

/** Names that a schema gives, not a person. */
const NAME = /^[a-z][a-z0-9_]{0,29}$/i
const PICTURE = /^data:image\/[a-z]+;base64,/

/** The shape of a column's cell. An answer has no length: of three labels it would say which. [EXP-11] */
export function shapeOf(column: keyof ExportRecord, record: ExportRecord): Shape {
  const cell = record[column]
  switch (column) {
    case 'payload':
      return members(JSON.parse(String(cell)) as Record<string, unknown>)
    case 'provenance_detail':
      return unnamed(JSON.parse(String(cell)))
    case 'votes':
      return {
        kind: 'list',
        items: Object.keys(JSON.parse(String(cell)) as object).length,
        of: { kind: 'number' },
      }
    case 'annotations':
      return { kind: 'list', items: record.answers, of: ANSWER }
    case 'consents':
      return { kind: 'list', items: (JSON.parse(String(cell)) as string[]).length, of: hash(64) }
    case 'row_id':
    case 'item_sha256':
    case 'commitment':
    case 'salt':
      return hash(String(cell).length)
    default:
      return { kind: 'text' }
  }
}

const hash = (hexDigits: number): Shape => ({ kind: 'hash', hexDigits })

/** As `ReleasedAnnotation` has it. */
const ANSWER: Shape = {
  kind: 'object',
  members: {
    labeler: hash(16),
    value: { kind: 'text' },
    verdict: { kind: 'text' },
    madeBy: { kind: 'text' },
    reliability: {
      kind: 'object',
      members: { accuracy: { kind: 'number' }, low: { kind: 'number' }, high: { kind: 'number' } },
      others: 0,
    },
    consent: hash(64),
  },
  others: 0,
}

/** An object with the names of its members, as far as they are names of a schema; one level deep. */
function members(value: Record<string, unknown>): Shape {
  const entries = Object.entries(value)
  const named = entries.filter(([name]) => NAME.test(name))
  return {
    kind: 'object',
    members: Object.fromEntries(named.map(([name, member]) => [name, unnamed(member)])),
    others: entries.length - named.length,
  }
}

/** A value without any name in it. */
function unnamed(value: unknown): Shape {
  if (value === null || value === undefined) return { kind: 'nothing' }
  if (typeof value === 'number') return { kind: 'number' }
  if (typeof value === 'boolean') return { kind: 'truth' }
  if (typeof value === 'string')
    return PICTURE.test(value)
      ? { kind: 'picture', bytes: about((value.length - value.indexOf(',')) * 0.75) }
      : { kind: 'text', characters: about(value.length) }
  if (Array.isArray(value)) return { kind: 'list', items: value.length, of: unnamed(value[0]) }
  return { kind: 'object', members: {}, others: Object.keys(value).length }
}

/** To one significant digit, ten at least: a length to the letter would tell which text it is. */
function about(length: number): number {
  const unit = 10 ** Math.max(1, Math.floor(Math.log10(Math.max(1, length))))
  return Math.max(10, Math.round(length / unit) * unit)
}
