import { createHash } from 'node:crypto'
import { canonicalJson } from '@rowright/protocol'
import { provenanceLevel, type Questions, type ReleaseRow, rowIdOf } from '../release/index.ts'

/** A row of a release as every format shows it: flat, so that Parquet, CSV and data frames agree on its columns. */
export interface ExportRecord {
  row_id: string
  id: string
  campaign: string
  value: string
  confidence: number
  method: string
  method_version: string
  /** JSON: how many said what. */
  votes: string
  answers: number
  /** JSON: every answer with its pseudonym, verdict, who made it, the labeler's reliability and the consent. */
  annotations: string
  /** `human`, `assisted`, `model`, or `mixed`. */
  made_by: string
  /** JSON: hashes of the signed consents it stands on. */
  consents: string
  provenance: string
  /** JSON. */
  provenance_detail: string
  language: string | null
  /** JSON. */
  payload: string
  item_sha256: string
  weight: number
  commitment: string
  salt: string
  task_type: string | null
}

export interface Column {
  name: keyof ExportRecord
  type: 'string' | 'double' | 'integer'
  nullable: boolean
  description: string
}

const text = (name: keyof ExportRecord, description: string, nullable = false): Column => ({
  name,
  type: 'string',
  nullable,
  description,
})

/** The columns, in order. A schema only grows at its end. */
export const COLUMNS: readonly Column[] = [
  text('row_id', 'Name of the row in all versions; tombstones use it.'),
  text('id', "The requester's own name for the item."),
  text('campaign', 'Name of the campaign.'),
  text('value', 'The result: a label, or canonical JSON for tasks of other types.'),
  { name: 'confidence', type: 'double', nullable: false, description: 'Confidence of the result, 0 to 1.' },
  text('method', 'How the answers were combined.'),
  text('method_version', 'Version of that method.'),
  text('votes', 'JSON object: how many said what.'),
  { name: 'answers', type: 'integer', nullable: false, description: 'How many answers the row has.' },
  text('annotations', 'JSON list: each answer with pseudonym, verdict, maker, reliability and consent.'),
  text('made_by', 'human, assisted, model or mixed.'),
  text('consents', 'JSON list: SHA-256 of each signed consent the row stands on.'),
  text('provenance', 'Provenance level: L0 told by the giver … L3 attested.'),
  text('provenance_detail', 'JSON object: where the item comes from.'),
  text('language', 'Language of the item (BCP 47), where it is known.', true),
  text('payload', 'JSON object: the item itself.'),
  text('item_sha256', 'SHA-256 of the canonical JSON of the payload.'),
  { name: 'weight', type: 'integer', nullable: false, description: 'Weight of the row: 1.' },
  text('commitment', 'SHA-256 of salt and row, as the public manifest lists it.'),
  text('salt', 'The salt of the commitment, hexadecimal.'),
  text('task_type', 'Kind of question that was asked; null in releases of before it was kept.', true),
]

/**
 * The line of a row and what it says, flat. The commitment is taken from the line itself, which is canonical.
 * @param questions of its release.
 */
export function toRecord(
  line: string,
  row: ReleaseRow & { salt: string },
  questions: Questions,
): ExportRecord {
  const { item, result, annotations, salt } = row
  const makers = new Set(annotations.map((one) => one.madeBy))
  const consents = new Set(annotations.map((one) => one.consent))
  if (item.consent) consents.add(item.consent)
  return {
    row_id: rowIdOf(salt),
    id: row.id,
    campaign: row.campaign,
    value: result.value,
    confidence: result.confidence,
    method: result.method,
    method_version: result.version,
    votes: canonicalJson(result.votes),
    answers: annotations.length,
    annotations: canonicalJson(annotations),
    made_by: makers.size === 1 ? [...makers][0]! : 'mixed',
    consents: JSON.stringify([...consents].sort()),
    provenance: provenanceLevel(item.provenance),
    provenance_detail: canonicalJson(item.provenance),
    language: languageOf(item),
    payload: canonicalJson(item.payload),
    item_sha256: item.sha256,
    weight: row.weight,
    commitment: commitmentOf(line, salt),
    salt,
    task_type: questions[row.question ?? '']?.taskType ?? null,
  }
}

function languageOf({ payload, provenance }: ReleaseRow['item']): string | null {
  for (const said of [payload.language, (provenance as { language?: unknown } | null)?.language])
    if (typeof said === 'string') return said
  return null
}

/** A line is canonical JSON with its salt as one more member: without it, it is what the salt was hashed with. */
function commitmentOf(line: string, salt: string): string {
  const member = `"salt":"${salt}",`
  const at = line.lastIndexOf(member)
  const row = line.slice(0, at) + line.slice(at + member.length)
  return createHash('sha256').update(Buffer.from(salt, 'hex')).update(row).digest('hex')
}
