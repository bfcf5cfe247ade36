import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import type { Change } from './changesOf.ts'

/** Changes of a pool that happened together, added up: a release, or rows revoked or corrected for one reason. */
export interface News {
  kind: Change['kind']
  /** Numbers in the feed, both inclusive; others may lie between. */
  firstSeq: number
  lastSeq: number
  releaseId: string | null
  version: number | null
  reason: string | null
  /** Rows to delete, and to take anew from the next version. */
  deletes: number
  replaces: number
  /** Rows that have another value; where no right one is left, the row is one to delete. */
  errata: number
  effectiveAt: Date
  deleteBy: Date | null
}

type Row = {
  kind: Change['kind']
  first_seq: string
  last_seq: string
  release_id: string | null
  version: number | null
  reason: string | null
  deletes: string
  replaces: string
  errata: string
  effective_at: string
  delete_by: string | null
}

/**
 * What happened in a pool, newest first: what `changesOf` tells programs row by row, for people. [REL-20]
 * @param input.before only what ended before this number. @param input.limit of lines.
 */
export async function newsOf(
  ctx: Ctx,
  input: { poolId: string; before?: number | undefined; limit: number },
): Promise<News[]> {
  const only = input.before === undefined ? sql`true` : sql`max(c.seq) < ${input.before}`
  const { rows } = await ctx.tx.execute<Row>(sql`
    select c.kind, min(c.seq) as first_seq, max(c.seq) as last_seq, c.release_id, r.version, c.reason,
      count(*) filter (where c.action = 'delete') as deletes,
      count(*) filter (where c.action = 'replace' and c.kind = 'tombstone') as replaces,
      count(*) filter (where c.action = 'replace' and c.kind = 'erratum') as errata, c.effective_at, c.delete_by
    from change c left join release r on r.pool_id = c.pool_id and r.id = c.release_id
    where c.pool_id = ${input.poolId}
    group by c.kind, c.release_id, r.version, c.reason, c.effective_at, c.delete_by
    having ${only} order by max(c.seq) desc limit ${input.limit}`)
  return rows.map((row) => ({
    kind: row.kind,
    firstSeq: Number(row.first_seq),
    lastSeq: Number(row.last_seq),
    releaseId: row.release_id,
    version: row.version,
    reason: row.reason,
    deletes: Number(row.deletes),
    replaces: Number(row.replaces),
    errata: Number(row.errata),
    effectiveAt: new Date(row.effective_at),
    deleteBy: row.delete_by === null ? null : new Date(row.delete_by),
  }))
}
