import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

type Behind = { pool_id: string; from_seq: string; to_seq: string }

/**
 * Makes news of the changes that have been numbered since it was last called: one message per endpoint and release,
 * one per endpoint for all rows revoked together, and one for all that were wrong. [HOOK-1, HOOK-2, HOOK-3] @returns how many pools had changes.
 */
export async function queueNews(ctx: Ctx): Promise<number> {
  // Endpoints hear of what happens after them: a pool that nobody listened to begins where it is.
  const { rows } = await ctx.tx.execute<Behind>(sql`
    with newest as (select pool_id, max(seq) as seq from change group by pool_id),
    begun as (insert into webhook_cursor (pool_id, seq) select pool_id, 0 from newest on conflict do nothing)
    select c.pool_id, c.seq as from_seq, n.seq as to_seq from webhook_cursor c join newest n using (pool_id)
    where c.seq < n.seq order by c.pool_id limit 20 for update of c skip locked`)
  for (const { pool_id: pool, from_seq: from, to_seq: to } of rows) {
    await ctx.tx.execute(sql`
      with listening as (
        select distinct e.id, e.events, e.created_at from webhook_endpoint e
        where e.removed_at is null and exists (
          select 1 from license l where l.pool_id = ${pool} and l.orphaned_at is null and (
            l.licensee in (select address from payout_method p where p.person_id = e.person_id)
            or l.licensee in (select licensee from quote q where q.person_id = e.person_id and q.kept)))),
      news as (
        select 'release.published' as type, c.seq, c.effective_at as at,
          jsonb_build_object('poolId', c.pool_id, 'releaseId', c.release_id, 'version', r.version, 'since', c.seq - 1) as data
        from change c join release r on r.pool_id = c.pool_id and r.id = c.release_id
        where c.pool_id = ${pool} and c.kind = 'release' and c.seq > ${from} and c.seq <= ${to}
        union all
        select 'consent.revoked', max(c.seq), max(c.effective_at),
          jsonb_build_object('poolId', ${pool}::text, 'rows', count(distinct c.row_id), 'since', min(c.seq) - 1, 'deleteBy', min(c.delete_by))
        from change c
        where c.pool_id = ${pool} and c.kind = 'tombstone' and c.seq > ${from} and c.seq <= ${to}
        having count(*) > 0
        union all
        select 'rows.corrected', max(c.seq), max(c.effective_at),
          jsonb_build_object('poolId', ${pool}::text, 'rows', count(distinct c.row_id), 'since', min(c.seq) - 1)
        from change c
        where c.pool_id = ${pool} and c.kind = 'erratum' and c.seq > ${from} and c.seq <= ${to}
        having count(*) > 0)
      insert into webhook_message (endpoint_id, pool_id, type, seq, payload, created_at, next_at)
      select l.id, ${pool}, n.type, n.seq, jsonb_build_object('type', n.type, 'timestamp', to_char(n.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'data', n.data),
        ${ctx.now()}, ${ctx.now()}
      from listening l cross join news n
      where n.type = any(l.events) and n.at >= l.created_at - interval '1 minute'
      on conflict do nothing`)
    await ctx.tx.execute(sql`update webhook_cursor set seq = ${to} where pool_id = ${pool}`)
  }
  return rows.length
}
