import { setImmediate } from 'node:timers/promises'
import type { BlobStore, Ctx } from '@rowright/db'
import { canonicalJson, RowrightError, sha256Hex } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import { STRATA } from '../pool/index.ts'
import { isPayloadMissing, payloadMissing } from './errors.ts'
import { hold } from './quarantine.ts'
import { type HeldFor, screen } from './screen.ts'

/** One row of an upload. */
export interface NewItem {
  /** The requester's own name for it. */
  externalId: string
  payload: Record<string, unknown>
  /** Its own, where the rows of one call differ. */
  provenance?: Record<string, unknown>
  /** What is told with it and kept elsewhere: screened too. */
  beside?: Record<string, unknown>
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
/** Rows whose text is searched before others get a turn: 13,000 short ones a second. */
const SCREENED_AT_ONCE = 250

const duplicate = (line: number, field: string, message: string) =>
  new RowrightError('item/duplicate', message, {
    status: 409,
    field,
    hint: 'Remove the repeated line and upload the whole file again: nothing was kept.',
    context: { line },
  })

/**
 * Admits items to a pool, all or nothing; what does not pass the rules is quarantined. [ITM-1..ITM-3, ITM-5]
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
    provenance: string
    line: number
  }[] = []
  const large: string[] = []
  const held: { place: number; reasons: HeldFor[] }[] = []
  for (const [place, row] of input.rows.entries()) {
    if (place % SCREENED_AT_ONCE === SCREENED_AT_ONCE - 1) await setImmediate()
    const reasons = screen({ ...row.payload, ...row.beside })
    if (reasons.length > 0) held.push({ place, reasons })
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
      provenance: JSON.stringify(row.provenance ?? input.provenance),
      line: row.line,
    })
  }
  const ids: string[] = []
  for (let from = 0; from < prepared.length; from += CHUNK)
    ids.push(...(await insertChunk(ctx, input, prepared.slice(from, from + CHUNK))))
  await hold(
    ctx,
    input.poolId,
    held.map(({ place, reasons }) => ({ itemId: ids[place]!, reasons })),
  )
  // Last: a refused upload leaves no bytes behind, and the rows are not committed before their bytes are stored.
  for (const text of large) await blobs.put(Buffer.from(text))
  return ids
}

async function insertChunk(
  ctx: Ctx,
  input: { poolId: string; giverId: string },
  rows: {
    sha256: string
    externalId: string
    payload: string | null
    blob: string | null
    strata: string
    provenance: string
    line: number
  }[],
): Promise<string[]> {
  const column = (key: 'sha256' | 'externalId' | 'payload' | 'blob' | 'strata' | 'provenance') =>
    sql.param(rows.map((row) => row[key]))
  const { rows: made } = await ctx.tx.execute<{ id: string; external_id: string }>(sql`
    insert into item (pool_id, sha256, external_id, payload, blob, strata, provenance, giver_id)
    select ${input.poolId}, sha256, external_id, payload::jsonb, blob, strata::jsonb, provenance::jsonb, ${input.giverId}
    from unnest(${column('sha256')}::text[], ${column('externalId')}::text[], ${column('payload')}::text[], ${column('blob')}::text[],
      ${column('strata')}::text[], ${column('provenance')}::text[])
      as u(sha256, external_id, payload, blob, strata, provenance)
    on conflict do nothing returning id, external_id`)
  const byName = new Map(made.map((row) => [row.external_id, row.id]))
  return rows.map((row) => {
    const id = byName.get(row.externalId)
    if (!id)
      throw duplicate(row.line, 'id', `Line ${row.line}: this id or this content is in the pool already.`)
    return id
  })
}

/** Of these rows those that a pool has, by name or by content: a row that is there is none to admit. [ITM-1] */
export async function alreadyIn(
  ctx: Ctx,
  poolId: string,
  rows: readonly { externalId: string; payload: Record<string, unknown> }[],
): Promise<Set<number>> {
  const hashes = rows.map((row) => sha256Hex(canonicalJson(row.payload)))
  const { rows: found } = await ctx.tx.execute<{ external_id: string; sha256: string }>(sql`
    select external_id, sha256 from item where pool_id = ${poolId}
      and (external_id = any(${sql.param(rows.map((row) => row.externalId))}::text[])
        or (sha256 = any(${sql.param(hashes)}::text[]) and superseded_at is null))`)
  const names = new Set(found.map((row) => row.external_id))
  const contents = new Set(found.map((row) => row.sha256))
  const there = new Set<number>()
  for (const [place, row] of rows.entries()) {
    if (names.has(row.externalId) || contents.has(hashes[place]!)) there.add(place)
    names.add(row.externalId)
    contents.add(hashes[place]!)
  }
  return there
}

/**
 * The payload of an item, wherever it lives.
 * @throws RowrightError `item/payload-missing` when it was withdrawn, or its file is gone. [ITM-9]
 */
export async function payloadOf(
  blobs: BlobStore,
  item: { payload: unknown; blob: string | null },
): Promise<Record<string, unknown>> {
  const { payload, blob } = item
  if (blob === null) {
    if (payload === null) throw payloadMissing()
    return payload as Record<string, unknown>
  }
  try {
    return JSON.parse(Buffer.from(await blobs.get(blob)).toString('utf8')) as Record<string, unknown>
  } catch (cause) {
    if (await blobs.head(blob)) throw cause
    throw payloadMissing(blob)
  }
}

/** The payload where it only goes along with something else: null when it is gone. */
export const payloadIfThere = (
  blobs: BlobStore,
  item: { payload: unknown; blob: string | null },
): Promise<Record<string, unknown> | null> =>
  payloadOf(blobs, item).catch((error: unknown) => {
    if (isPayloadMissing(error)) return null
    throw error
  })
