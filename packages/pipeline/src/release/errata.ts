import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import type { ChangedValue } from '../consensus/index.ts'
import { rowIdOf } from './row.ts'

/** What a manifest says of a row that was wrong: its commitment in the version before and in this one; null: not in it. */
export interface Erratum {
  row: string
  was: string | null
  now: string | null
}

/**
 * Writes an erratum for each released row whose result a steward's word on an account changed: the value that the newest
 * release with it has (or the last erratum since), and the right one. [REL-18] Who licensed the rows reads both in the feed of changes.
 */
export async function noteErrata(
  ctx: Ctx,
  event: { id: string; pool_id: string; payload: { tasks?: ChangedValue[] }; at: string },
): Promise<void> {
  const tasks = JSON.stringify(event.payload.tasks ?? [])
  await ctx.tx.execute(sql`
    insert into change (pool_id, seq, kind, row_id, action, reason, event_id, was, corrected, effective_at)
    select ${event.pool_id}, (select coalesce(max(seq), 0) from change where pool_id = ${event.pool_id}) + row_number() over (order by row_id),
      'erratum', row_id, case when corrected is null then 'delete' else 'replace' end, 'account-judged', ${event.id}, was, corrected, ${event.at}
    from (
      select p.row_id, case when e.seq is null then p.value else e.corrected end as was, p.corrected
      from (
        select distinct on (w.task_id) left(encode(sha256(convert_to('rowright.row:' || w.salt, 'UTF8')), 'hex'), 32) as row_id,
          (select case when jsonb_array_length(o.annotations) = 0 then null else o.value end from result o
            where o.pool_id = w.pool_id and o.task_id = w.task_id and o.at <= r.published_at order by o.round desc limit 1) as value,
          c.now as corrected, r.published_at
        from jsonb_to_recordset(${tasks}::jsonb) as c("taskId" uuid, now text)
        join release_row w on w.pool_id = ${event.pool_id} and w.task_id = c."taskId"
        join release r on r.pool_id = w.pool_id and r.id = w.release_id
        order by w.task_id, r.version desc
      ) p left join lateral (select seq, corrected from change k where k.pool_id = ${event.pool_id} and k.kind = 'erratum'
        and k.row_id = p.row_id and k.effective_at > p.published_at order by seq desc limit 1) e on true
    ) corrections where was is distinct from corrected
    on conflict (pool_id, event_id, row_id) where kind = 'erratum' do nothing`)
}

/** Errata that no manifest lists yet, for the next one, and the number of the last. [REL-18] */
export async function unlistedErrata(
  ctx: Ctx,
  poolId: string,
  before: { id: string; errataSeq: number } | undefined,
  rows: readonly { commitment: string; salt: string }[],
): Promise<{ errata: Erratum[]; seq: number }> {
  const seq = before?.errataSeq ?? 0
  const { rows: found } = await ctx.tx.execute<{ row_id: string; last: string; was: string | null }>(sql`
    select c.row_id, max(c.seq) as last, (select w.commitment from release_row w where w.pool_id = ${poolId}
      and w.release_id = ${before?.id ?? null}
      and left(encode(sha256(convert_to('rowright.row:' || w.salt, 'UTF8')), 'hex'), 32) = c.row_id) as was
    from change c where c.pool_id = ${poolId} and c.kind = 'erratum' and c.seq > ${seq} group by c.row_id order by c.row_id`)
  if (found.length === 0) return { errata: [], seq }
  const now = new Map(rows.map((row) => [rowIdOf(row.salt), row.commitment]))
  return {
    errata: found.map((one) => ({ row: one.row_id, was: one.was, now: now.get(one.row_id) ?? null })),
    seq: Math.max(...found.map((one) => Number(one.last))),
  }
}
