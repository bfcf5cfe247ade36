import { type Ctx, emit } from '@rowright/db'
import { type SQL, sql } from 'drizzle-orm'
import { getCampaign, releaseSlots } from '../pool/index.ts'
import type { takeDown } from './frontier.sql.ts'
import { payPending } from './pay.ts'

/** What a request is about. */
type Source = Pick<typeof takeDown.$inferSelect, 'id' | 'scope' | 'host' | 'urls'>

/** The host name in a column of addresses; ports are never in them. */
const hostIn = (column: SQL): SQL => sql`split_part(split_part(${column}, '://', 2), '/', 1)`

/** Whether a host is a name or below it. */
const below = (column: SQL, name: string): SQL => sql`(${column} = ${name} or ${column} like ${`%.${name}`})`

/** Items that one event names: a payload stays small, and so does each reaction. */
const AT_ONCE = 500

/** Which addresses a request is about. */
const covered = (of: Source, url: SQL): SQL =>
  of.scope === 'host' ? below(hostIn(url), of.host) : sql`${url} = any(${sql.param(of.urls)}::text[])`

/** Pages of a source that pools have, and items made of them. */
export async function takeDownSize(ctx: Ctx, of: Source): Promise<{ pages: number; items: number }> {
  const { rows } = await ctx.tx.execute<{ pages: number; items: number }>(sql`
    select count(*)::int as pages, count(distinct k.item_id)::int as items from (
      select item_id from contribution k where k.state <> 'purged' and ${covered(of, sql`k.url`)}
      union all select item_id from clip c where c.state not in ('purged', 'refused') and ${covered(of, sql`c.url`)}) k`)
  return rows[0]!
}

/** Erases a source from every pool, and keeps it out. [CLT-35] @returns contributions and clips that were purged. */
export async function purgeSource(ctx: Ctx, of: Source, by: string): Promise<number> {
  const among = (url: SQL): SQL => covered(of, url)
  if (of.scope === 'host') await closeHost(ctx, of.host)
  await emptyFrontier(ctx, among(sql`f.url`))
  await ctx.tx.execute(
    sql`update lease l set state = 'expired' where state in ('leased', 'committed') and ${among(sql`l.url`)}`,
  )
  await ctx.tx.execute(sql`update look l set at = ${ctx.now()} where at is null and ${among(sql`l.url`)}`)
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    lease_id: string
    campaign_id: string
    person_id: string
    pay: string
    pay_state: string
    was: string
    item_id: string | null
    blob: string
  }>(sql`
    update contribution k set state = 'purged', reason = 'The source asked that it goes.'
    from contribution old where old.pool_id = k.pool_id and old.lease_id = k.lease_id and k.state <> 'purged' and ${among(sql`k.url`)}
    returning k.pool_id, k.lease_id, k.campaign_id, k.person_id, k.pay, k.pay_state, old.state as was, k.item_id, k.blob`)
  // Nobody will look any more: that is no fault of the node's.
  for (const row of rows.filter(({ was, pay_state }) => was === 'checking' && pay_state === 'none')) {
    const paid = { leaseId: row.lease_id, campaignId: row.campaign_id, personId: row.person_id }
    await payPending(ctx, row.pool_id, { ...paid, amount: BigInt(row.pay) })
  }
  const { rows: clips } = await ctx.tx.execute<{ pool_id: string; item_id: string | null; blob: string }>(sql`
    update clip c set state = 'purged', reason = 'The source asked that it goes.'
    where c.state not in ('purged', 'refused') and ${among(sql`c.url`)} returning c.pool_id, c.item_id, c.blob`)
  const gone = [...rows, ...clips]
  for (const [poolId, ofPool] of Map.groupBy(gone, (row) => row.pool_id)) {
    for (let from = 0; from < ofPool.length; from += AT_ONCE) {
      const some = ofPool.slice(from, from + AT_ONCE)
      await emit(ctx, 'source.taken-down', poolId, {
        takeDownId: of.id,
        by,
        itemIds: some.flatMap((row) => row.item_id ?? []),
        blobs: some.map((row) => row.blob),
      })
    }
  }
  return gone.length
}

async function closeHost(ctx: Ctx, name: string): Promise<void> {
  await ctx.tx.execute(sql`insert into host (name) values (${name}) on conflict do nothing`)
  await ctx.tx.execute(sql`update host set taken_down_at = ${ctx.now()} where ${below(sql`name`, name)}`)
}

/** Pages that wait are gone, and what was committed to them is free again. */
async function emptyFrontier(ctx: Ctx, among: SQL): Promise<void> {
  const { rows } = await ctx.tx.execute<{ pool_id: string; campaign_id: string; queued: boolean }>(sql`
    update frontier_url f set state = 'gone' from frontier_url old
    where old.pool_id = f.pool_id and old.id = f.id and f.state in ('waiting', 'queued', 'leased') and ${among}
    returning f.pool_id, f.campaign_id, old.state <> 'waiting' as queued`)
  const paid = Map.groupBy(
    rows.filter((row) => row.queued),
    (row) => `${row.pool_id} ${row.campaign_id}`,
  )
  for (const [key, pages] of [...paid].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [poolId, campaignId] = key.split(' ') as [string, string]
    const { price } = await getCampaign(ctx, poolId, campaignId)
    await releaseSlots(ctx, { poolId, campaignId, price, slots: pages.length })
  }
}
