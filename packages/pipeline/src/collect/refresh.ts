import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { getCampaign } from '../pool/index.ts'
import { getCollection, queueUrls } from './collection.ts'

const AT_ONCE = 1_000
/** However often a sitemap says that a page is newer, seconds between two times that it is asked for. */
const LEAST = 3_600

/** Sets after how many seconds a campaign's pages are asked for again; null: never. [CLT-50] */
export async function setRefresh(
  ctx: Ctx,
  {
    poolId,
    campaignId,
    refreshSeconds,
  }: { poolId: string; campaignId: string; refreshSeconds: number | null },
): Promise<void> {
  await getCollection(ctx, poolId, campaignId)
  await ctx.tx.execute(sql`update collection set refresh_seconds = ${refreshSeconds}
    where pool_id = ${poolId} and campaign_id = ${campaignId}`)
}

/** Pages that are due wait to be paid for and fetched again, those seen longest ago first. [CLT-50] @returns how many. */
export async function refreshDue(ctx: Ctx): Promise<number> {
  const { rows } = await ctx.tx.execute<{ pool_id: string; campaign_id: string }>(sql`
    update frontier_url f set state = 'waiting', tries = 0 from (
      select u.pool_id, u.id from frontier_url u
      join collection c on c.pool_id = u.pool_id and c.campaign_id = u.campaign_id
      join campaign k on k.pool_id = u.pool_id and k.id = u.campaign_id join host h on h.name = u.host
      where u.state = 'done' and k.status = 'open' and c.refresh_seconds is not null and h.taken_down_at is null
        and (u.seen_at <= ${ctx.now()}::timestamptz - make_interval(secs => c.refresh_seconds)
          or (u.modified_at > u.seen_at and u.seen_at <= ${ctx.now()}::timestamptz - make_interval(secs => ${LEAST})))
        and not exists (select 1 from contribution b where b.pool_id = u.pool_id and b.url = u.url and b.state = 'checking')
      order by u.seen_at limit ${AT_ONCE} for update of u skip locked) due
    where f.pool_id = due.pool_id and f.id = due.id returning f.pool_id, f.campaign_id`)
  const campaigns = new Map(rows.map((row) => [row.campaign_id, row.pool_id]))
  for (const [campaignId, poolId] of [...campaigns].sort(([a], [b]) => (a < b ? -1 : 1)))
    await queueUrls(ctx, await getCampaign(ctx, poolId, campaignId))
  return rows.length
}

export interface Freshness {
  refreshSeconds: number | null
  /** Pages that somebody brought, and those among them that wait for another look or are on their way. */
  pages: number
  again: number
  /** Later contributions: those that found a page as it was, and those with a new version. */
  unchanged: number
  changed: number
  /** When the page was seen that was seen longest ago. */
  oldest: Date | null
}

/** How fresh a campaign's pages are. [CLT-50] */
export async function freshnessOf(
  ctx: Ctx,
  { poolId, campaignId }: { poolId: string; campaignId: string },
): Promise<Freshness> {
  const { refreshSeconds } = await getCollection(ctx, poolId, campaignId)
  const { rows } = await ctx.tx.execute<{
    pages: number
    again: number
    oldest: string | null
    unchanged: number
    changed: number
  }>(sql`
    select count(*) filter (where seen_at is not null)::int as pages, min(seen_at) as oldest,
      count(*) filter (where seen_at is not null and state in ('waiting', 'queued', 'leased'))::int as again,
      (select count(*)::int from lease l where l.pool_id = ${poolId} and l.campaign_id = ${campaignId} and l.kind = 'work'
        and l.known is not null and l.state = 'revealed' and l.unchanged) as unchanged,
      (select count(*)::int from lease l where l.pool_id = ${poolId} and l.campaign_id = ${campaignId} and l.kind = 'work'
        and l.known is not null and l.state = 'revealed' and not l.unchanged) as changed
    from frontier_url where pool_id = ${poolId} and campaign_id = ${campaignId}`)
  const { oldest, ...counts } = rows[0]!
  return { refreshSeconds, ...counts, oldest: oldest === null ? null : new Date(oldest) }
}
