import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

/** What there would be to fetch; reserves nothing. */
export async function offersFor(
  ctx: Ctx,
  input: { count: number; hosts?: string[]; exceptHosts: string[] },
): Promise<{ url: string; campaignId: string; pay: bigint }[]> {
  const { rows } = await ctx.tx.execute<{ url: string; campaign_id: string; price: string }>(sql`
    select u.url, u.campaign_id, k.price from frontier_url u
    join campaign k on k.pool_id = u.pool_id and k.id = u.campaign_id
    where u.state = 'queued' and k.status = 'open'
      and (${input.hosts === undefined} or u.host = any(${sql.param(input.hosts ?? [])}::text[]))
      and not exists (select 1 from unnest(${sql.param(input.exceptHosts)}::text[]) as b(host) where u.host = b.host or u.host like '%.' || b.host)
    order by k.price desc, u.id limit ${input.count}`)
  return rows.map((row) => ({ url: row.url, campaignId: row.campaign_id, pay: BigInt(row.price) }))
}
