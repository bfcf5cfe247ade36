import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { openInquest } from './looks.ts'

/**
 * Where a campaign has ended, accounts still under suspicion are looked at, the newest unconfirmed first, one look after
 * the other until it is 0 or they are dismissed. [CLT-6] @returns how many looks were asked for.
 */
export async function lookAtSuspects(ctx: Ctx): Promise<number> {
  const { rows } = await ctx.tx.execute<{ pool_id: string; person_id: string }>(sql`
    select s.pool_id, s.person_id from node_standing s where s.suspicion > 0 and not s.dismissed
      and exists (select 1 from lease_pay p join campaign c on c.pool_id = p.pool_id and c.id = p.campaign_id
        where p.pool_id = s.pool_id and p.person_id = s.person_id and p.state = 'pending' and c.status = 'closed')
      and not exists (select 1 from look o join contribution k on k.pool_id = o.pool_id and k.lease_id = o.lease_id
        where o.pool_id = s.pool_id and o.at is null and k.person_id = s.person_id)
    order by s.pool_id, s.person_id for update of s skip locked`)
  let looks = 0
  for (const { pool_id, person_id } of rows)
    looks += await openInquest(ctx, pool_id, person_id, (unconfirmed) => unconfirmed.slice(-1))
  return looks
}
