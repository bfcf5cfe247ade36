import { type BlobStore, type Database, withTx } from '@rowright/db'
import { sql } from 'drizzle-orm'

const SYSTEM = { kind: 'system', name: 'publisher' } as const

/**
 * Deletes the bytes of one withdrawn edition whose `delete_by` has passed, except what a release that holds still
 * uses. What stays is the record that they were there. [EXP-8] @returns whether there was one.
 */
export async function sweepNext(database: Database, blobs: BlobStore): Promise<boolean> {
  return withTx(database, SYSTEM, async (ctx) => {
    // A release that was withdrawn before anything was built of it has bytes too.
    await ctx.tx.execute(sql`insert into edition (pool_id, release_id, name)
      select pool_id, id, 'all' from release r where r.delete_by <= ${ctx.now()} and not exists (
        select 1 from edition e where e.pool_id = r.pool_id and e.release_id = r.id) on conflict do nothing`)
    const { rows } = await ctx.tx.execute<{ pool_id: string; release_id: string; name: string }>(sql`
      select e.pool_id, e.release_id, e.name from edition e
      join release r on r.pool_id = e.pool_id and r.id = e.release_id
      where r.delete_by <= ${ctx.now()} and e.swept_at is null limit 1 for update of e skip locked`)
    const due = rows[0]
    if (!due) return false
    const at = sql`pool_id = ${due.pool_id} and release_id = ${due.release_id}`
    const { rows: keys } = await ctx.tx.execute<{ sha256: string }>(sql`
      with mine as (
        select sha256 from part where ${at} and edition = ${due.name} and kind in ('parquet', 'zstd', 'jsonl')
        union select rows_sha256 from release where pool_id = ${due.pool_id} and id = ${due.release_id})
      select sha256 from mine where not exists (
        select 1 from part p join release r on r.pool_id = p.pool_id and r.id = p.release_id
        where p.sha256 = mine.sha256 and r.withdrawn_at is null)
      and not exists (select 1 from release r where r.rows_sha256 = mine.sha256 and r.withdrawn_at is null)`)
    for (const { sha256 } of keys) await blobs.delete(sha256)
    await ctx.tx.execute(sql`update edition set swept_at = ${ctx.now()} where ${at} and name = ${due.name}`)
    return true
  })
}
