import type { Ctx } from '@rowright/db'
import { hmacHex } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import { canaryPath } from './canaryPage.ts'
import { seedAt } from './periods.ts'

export interface NextCanary {
  /** What its text is made from. */
  seed: string
  url: string
}

/** Pages whose paths are looked at. */
const LIKE = 24
/** Two draws may give the same path: so many more are drawn. */
const SPARE = 8

/**
 * The next pages of our own that a campaign has on one of its hosts, the same ones until they are handed out: a preview
 * shows them as it shows any page that waits. [CLT-61] Drawn from the period's seed, so that nobody guesses them. Where no
 * page of the campaign waits or is out there are none.
 */
export async function nextCanaries(
  ctx: Ctx,
  { poolId, campaignId, origin }: { poolId: string; campaignId: string; origin: string },
  count: number,
): Promise<NextCanary[]> {
  const { rows } = await ctx.tx.execute<{ made: number; like: string[] }>(sql`
    select (select count(*)::int from canary c where c.pool_id = ${poolId} and starts_with(c.url, ${`${origin}/`})) as made,
      (select array_agg(url) from (select url from frontier_url where pool_id = ${poolId} and campaign_id = ${campaignId} order by id limit ${LIKE}) u) as like
    where exists (select 1 from frontier_url where state in ('queued', 'leased') and pool_id = ${poolId} and campaign_id = ${campaignId})`)
  const row = rows[0]
  if (!row) return []
  const key = Buffer.from(await seedAt(ctx, ctx.now()), 'hex')
  const paths = row.like.map((url) => new URL(url).pathname)
  const nth = (n: number): NextCanary => {
    const seed = hmacHex(key, `canary:${campaignId}:${origin}:${row.made + n}`).slice(0, 32)
    return { seed, url: origin + canaryPath(seed, ctx.now(), paths) }
  }
  const next = Array.from({ length: count + SPARE }, (_, n) => nth(n))
  const { rows: taken } = await ctx.tx.execute<{ url: string }>(
    sql`select url from canary where url = any(${sql.param(next.map(({ url }) => url))}::text[])`,
  )
  return next.filter(({ url }) => !taken.some((one) => one.url === url)).slice(0, count)
}
