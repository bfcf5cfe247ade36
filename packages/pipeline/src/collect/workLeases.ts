import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { type Asking, ahead, handOut, isFree } from './handOut.ts'
import { knownOf } from './known.ts'
import type { LeaseRow } from './leaseBody.ts'
import type { PaidCollection } from './paidCollections.ts'

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
    const { rows: urls } = await ctx.tx.execute<{ id: string; url: string }>(sql`
      update frontier_url f set state = 'leased', tries = tries + 1 from (
        select pool_id, id from frontier_url where host = ${name} and state = 'queued' and pool_id = ${poolId} and campaign_id = ${campaignId}
        order by id limit ${ids.length} for update skip locked) w
      where f.pool_id = w.pool_id and f.id = w.id returning f.id, f.url`)
    const known = await knownOf(ctx, poolId, urls)
    const pages = urls.map(({ id: urlId, url }, at) => ({
      leaseId: ids[at]!,
      urlId,
      url,
      known: known.get(urlId),
    }))
    handed.push(...(await handOut(ctx, input, campaign, name, { kind: 'work' }, pages)))
  }
  return handed
}
