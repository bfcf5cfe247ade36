import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type BlobStore, type Database, withTx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { CHANGE_COLUMNS } from './buildParquet.ts'
import { BUILT, encodeParquet, readParquet } from './parquet.ts'
import { withWorkFolder } from './workFolder.ts'

const SYSTEM = { kind: 'system', name: 'publisher' } as const

type Stale = { pool_id: string; release_id: string; edition: string; sha256: string; seq: string }

/**
 * Takes revoked rows out of the change file of one withdrawn version, so that who reads the changes across it never
 * sees them: their inserts and updates go, deletes stay. [EXP-8] @returns whether there was one.
 */
export async function scrubNext(database: Database, blobs: BlobStore): Promise<boolean> {
  const found = await withTx(database, SYSTEM, async (ctx) => {
    const { rows } = await ctx.tx.execute<Stale>(sql`
      select p.pool_id, p.release_id, p.edition, p.sha256, l.seq from part p
      join release r on r.pool_id = p.pool_id and r.id = p.release_id and r.withdrawn_at is not null
      join edition e on e.pool_id = p.pool_id and e.release_id = p.release_id and e.name = p.edition
      join lateral (select max(seq) as seq from change c where c.pool_id = p.pool_id and c.kind = 'tombstone') l on true
      where p.kind = 'changes' and e.scrubbed_seq < l.seq limit 1`)
    const stale = rows[0]
    if (!stale) return null
    const { rows: revoked } = await ctx.tx.execute<{ row_id: string }>(sql`
      select distinct row_id from change where pool_id = ${stale.pool_id} and kind = 'tombstone' and seq <= ${stale.seq}`)
    return { stale, revoked: revoked.map((row) => row.row_id) }
  })
  if (!found) return false
  const { stale, revoked } = found
  const made = await rewrite(blobs, stale.sha256, revoked)
  const unused = await withTx(database, SYSTEM, async (ctx) => {
    const at = sql`pool_id = ${stale.pool_id} and release_id = ${stale.release_id}`
    await ctx.tx.execute(sql`update part set sha256 = ${made.sha256}, bytes = ${made.bytes}, rows = ${made.rows}
      where ${at} and edition = ${stale.edition} and kind = 'changes'`)
    await ctx.tx.execute(
      sql`update edition set scrubbed_seq = ${stale.seq} where ${at} and name = ${stale.edition}`,
    )
    const { rows } = await ctx.tx.execute(sql`select 1 from part where sha256 = ${stale.sha256} limit 1`)
    return rows.length === 0
  })
  if (unused) await blobs.delete(stale.sha256)
  return true
}

async function rewrite(
  blobs: BlobStore,
  key: string,
  revoked: readonly string[],
): Promise<{ sha256: string; bytes: number; rows: number }> {
  return withWorkFolder(async (folder) => {
    const from = join(folder, 'from.parquet')
    await pipeline(blobs.stream(key), createWriteStream(from))
    const gone = new Set<unknown>(revoked)
    let rows = 0
    const kept = async function* () {
      for await (const row of readParquet(from))
        if (row._change_type === 'delete' || !gone.has(row.row_id)) {
          rows++
          yield row
        }
    }
    const { key: sha256, size } = await blobs.write(encodeParquet(kept(), CHANGE_COLUMNS, BUILT))
    return { sha256, bytes: size, rows }
  })
}
