import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

/** One line of a pool's feed. */
export interface Change {
  seq: number
  kind: 'release' | 'tombstone' | 'erratum'
  releaseId: string | null
  version: number | null
  rowId: string | null
  action: 'delete' | 'replace' | null
  reason: string | null
  /** Of an erratum: what releases say, and what is right. */
  was: string | null
  corrected: string | null
  effectiveAt: Date
  deleteBy: Date | null
}

/** The changes of a pool after `since`, in order. @param input.kind only this kind. */
export async function changesOf(
  ctx: Ctx,
  input: { poolId: string; since: number; limit: number; kind?: 'tombstone' },
): Promise<Change[]> {
  const only = input.kind === undefined ? sql`true` : sql`c.kind = ${input.kind}`
  const { rows } = await ctx.tx.execute<{
    seq: string
    kind: Change['kind']
    release_id: string | null
    version: number | null
    row_id: string | null
    action: Change['action']
    reason: string | null
    was: string | null
    corrected: string | null
    effective_at: string
    delete_by: string | null
  }>(sql`
    select c.seq, c.kind, c.release_id, r.version, c.row_id, c.action, c.reason, c.was, c.corrected, c.effective_at, c.delete_by from change c
    left join release r on r.pool_id = c.pool_id and r.id = c.release_id
    where c.pool_id = ${input.poolId} and c.seq > ${input.since} and ${only} order by c.seq limit ${input.limit}`)
  return rows.map((row) => ({
    seq: Number(row.seq),
    kind: row.kind,
    releaseId: row.release_id,
    version: row.version,
    rowId: row.row_id,
    action: row.action,
    reason: row.reason,
    was: row.was,
    corrected: row.corrected,
    effectiveAt: new Date(row.effective_at),
    deleteBy: row.delete_by === null ? null : new Date(row.delete_by),
  }))
}

/** The number of a pool's last tombstone; 0 when it has none. */
export async function lastTombstone(ctx: Ctx, poolId: string): Promise<number> {
  const { rows } = await ctx.tx.execute<{ seq: string }>(sql`
    select coalesce(max(seq), 0) as seq from change where pool_id = ${poolId} and kind = 'tombstone'`)
  return Number(rows[0]!.seq)
}
