import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { type Asking, ahead, handOut, isFree, type LeasedPage } from './handOut.ts'
import { knownOfPage } from './known.ts'
import type { LeaseRow } from './leaseBody.ts'
import type { PaidCollection } from './paidCollections.ts'

type Page = Omit<LeasedPage, 'leaseId'> & Record<string, unknown>

/** New pages, one for each of these ids at most: hosts whose turn it is, each for as many pages as fit into the next minute. [CLT-23, CLT-24] */
export async function workLeases(
  ctx: Ctx,
  input: Asking,
  campaign: PaidCollection,
  leaseIds: readonly string[],
): Promise<LeaseRow[]> {
  if (leaseIds.length === 0) return []
  const { poolId, campaignId } = campaign
  const { rows: hosts } = await ctx.tx.execute<{ name: string; fits: number }>(sql`
    select h.name, (1 + floor(extract(epoch from ${ahead(ctx)}::timestamptz - greatest(h.next_at, ${ctx.now()}::timestamptz)) / h.delay_seconds))::int as fits
    from host h where ${isFree(ctx, input)}
      and exists (select 1 from frontier_url u where u.host = h.name and u.state = 'queued' and u.pool_id = ${poolId} and u.campaign_id = ${campaignId})
    order by h.next_at limit ${leaseIds.length} for update skip locked`)
  const handed: LeaseRow[] = []
  for (const { name, fits } of hosts) {
    const ids = leaseIds.slice(handed.length, handed.length + fits)
    if (ids.length === 0) break
    const { rows: pages } = await ctx.tx.execute<Page>(sql`
      with taken as (update frontier_url f set state = 'leased', tries = tries + 1 from (
        select pool_id, id from frontier_url where host = ${name} and state = 'queued' and pool_id = ${poolId} and campaign_id = ${campaignId}
        order by id limit ${ids.length} for update skip locked) w
        where f.pool_id = w.pool_id and f.id = w.id returning f.id, f.url)
      select t.id as "urlId", t.url, ${knownOfPage(poolId, sql`t.url`)} as known from taken t`)
    const leased = pages.map((page, at) => ({ ...page, leaseId: ids[at]! }))
    handed.push(...(await handOut(ctx, input, campaign, name, { kind: 'work' }, leased)))
  }
  return handed
}
