import type { BlobStore, Ctx } from '@rowright/db'
import { canonicalJson, RowrightError, sha256Hex } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import { STRATA } from '../pool/index.ts'

/** One row of an upload. */
export interface NewItem {
  /** The requester's own name for it. */
  externalId: string
  payload: Record<string, unknown>
  /** Line in the upload, from 1, for messages. */
  line: number
}

const MOST_STRATUM = 100

/** The fields of a payload that quotas count by, when they are short texts. [ITM-4] */
const strataOf = (payload: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    STRATA.flatMap((stratum) => {
      const value = payload[stratum]
      return typeof value === 'string' && value !== '' && value.length <= MOST_STRATUM
        ? [[stratum, value]]
        : []
    }),
  )

const INLINE_BYTES = 8_192
const CHUNK = 2_000

const duplicate = (line: number, field: string, message: string) =>
  new RowrightError('item/duplicate', message, {
    status: 409,
    field,
    hint: 'Remove the repeated line and upload the whole file again: nothing was kept.',
    context: { line },
  })

/**
 * Admits items to a pool, all or nothing. [ITM-1..ITM-3]
 * @returns item ids in the order of the rows.
 * @throws RowrightError `item/duplicate` with the line.
 */
export async function admit(
  ctx: Ctx,
  blobs: BlobStore,
  input: { poolId: string; giverId: string; provenance: Record<string, unknown>; rows: readonly NewItem[] },
): Promise<string[]> {
  const hashes = new Map<string, number>()
  const names = new Map<string, number>()
  const prepared: {
    sha256: string
    externalId: string
    payload: string | null
    blob: string | null
    strata: string
    line: number
  }[] = []
  const large: string[] = []
  for (const row of input.rows) {
    const text = canonicalJson(row.payload)
    const sha256 = sha256Hex(text)
    const sameName = names.get(row.externalId)
    if (sameName)
      throw duplicate(
        row.line,
        'id',
        `Line ${row.line}: the id "${row.externalId}" was used on line ${sameName}.`,
      )
    const sameContent = hashes.get(sha256)
    if (sameContent)
      throw duplicate(row.line, 'payload', `Line ${row.line}: the same content is on line ${sameContent}.`)
    names.set(row.externalId, row.line)
    hashes.set(sha256, row.line)
    const toStore = Buffer.byteLength(text) > INLINE_BYTES
    if (toStore) large.push(text)
    prepared.push({
      sha256,
      externalId: row.externalId,
      payload: toStore ? null : text,
      blob: toStore ? sha256 : null,
      strata: JSON.stringify(strataOf(row.payload)),
      line: row.line,
    })
  }
  const ids: string[] = []
  for (let from = 0; from < prepared.length; from += CHUNK)
    ids.push(...(await insertChunk(ctx, input, prepared.slice(from, from + CHUNK))))
  // Last: a refused upload leaves no bytes behind, and the rows are not committed before their bytes are stored.
  for (const text of large) await blobs.put(Buffer.from(text))
  return ids
}

async function insertChunk(
  ctx: Ctx,
  input: { poolId: string; giverId: string; provenance: Record<string, unknown> },
  rows: {
    sha256: string
    externalId: string
    payload: string | null
    blob: string | null
    strata: string
    line: number
  }[],
): Promise<string[]> {
  const column = (key: 'sha256' | 'externalId' | 'payload' | 'blob' | 'strata') =>
    sql.param(rows.map((row) => row[key]))
  const { rows: made } = await ctx.tx.execute<{ id: string; external_id: string }>(sql`
    insert into item (pool_id, sha256, external_id, payload, blob, strata, provenance, giver_id)
    select ${input.poolId}, sha256, external_id, payload::jsonb, blob, strata::jsonb, ${JSON.stringify(input.provenance)}::jsonb, ${input.giverId}
    from unnest(${column('sha256')}::text[], ${column('externalId')}::text[], ${column('payload')}::text[], ${column('blob')}::text[],
      ${column('strata')}::text[])
      as u(sha256, external_id, payload, blob, strata)
    on conflict do nothing returning id, external_id`)
  const byName = new Map(made.map((row) => [row.external_id, row.id]))
  return rows.map((row) => {
    const id = byName.get(row.externalId)
    if (!id)
      throw duplicate(row.line, 'id', `Line ${row.line}: this id or this content is in the pool already.`)
    return id
  })
}

/** The payload of an item, wherever it lives. */
export async function payloadOf(
  blobs: BlobStore,
  item: { payload: unknown; blob: string | null },
): Promise<Record<string, unknown>> {
  if (item.blob === null) return item.payload as Record<string, unknown>
  return JSON.parse(Buffer.from(await blobs.get(item.blob)).toString('utf8')) as Record<string, unknown>
}
