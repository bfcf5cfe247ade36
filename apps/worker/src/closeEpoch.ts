import type { Deployment } from '@rowright/chain'
import { type BlobStore, type Ctx, currentDeployment, type Database, withLock, withTx } from '@rowright/db'
import { refit } from '@rowright/pipeline/consensus'
import { closeEpoch, epochs } from '@rowright/pipeline/reward'
import { sql } from 'drizzle-orm'

const SYSTEM = { kind: 'system', name: 'epoch' } as const

/** Closes the epoch if there is something in it. [SETTLE-1] Results of open campaigns are refitted first. @returns whether. */
export async function closeNow(ctx: Ctx, blobs: BlobStore): Promise<boolean> {
  for (const campaign of await campaignsToRefit(ctx, 0)) await refit(ctx, campaign)
  return close(ctx, blobs)
}

async function close(ctx: Ctx, blobs: BlobStore): Promise<boolean> {
  const found = await currentDeployment(ctx)
  if (!found) return false
  const { chainId, rewards, token } = found.deployment as Deployment
  const closed = await closeEpoch(ctx, blobs, { chainId, rewards, token })
  if (!closed) return false
  const { number, work, revenue } = closed
  ctx.log.info('epoch closed', { number, work: String(work), revenue: String(revenue) })
  return true
}

/** Closes the epoch when its time has come; needs no chain. @returns how many, 0 or 1. */
export async function closeDueEpoch(
  database: Database,
  blobs: BlobStore,
  epochSeconds: number,
): Promise<number> {
  const isDue = await withTx(database, SYSTEM, async (ctx) => {
    const last = (await epochs(ctx))[0]
    return !last || ctx.now().getTime() - last.closedAt.getTime() >= epochSeconds * 1000
  })
  if (!isDue) return 0
  // Two at once would be right, only twice the work.
  const closed = await withLock(database, 'rowright epoch job', async () => {
    for (const campaign of await withTx(database, SYSTEM, (ctx) => campaignsToRefit(ctx, epochSeconds)))
      await withTx(database, SYSTEM, (ctx) => refit(ctx, campaign))
    return withTx(database, SYSTEM, (ctx) => close(ctx, blobs))
  })
  return Number(closed ?? false)
}

/**
 * Open campaigns with answers since their last refit, which was at least `seconds` ago: a due epoch in which nothing
 * is yet is looked at again and again, and a refit reads every answer of its campaign.
 */
async function campaignsToRefit(
  ctx: Ctx,
  seconds: number,
): Promise<{ poolId: string; campaignId: string }[]> {
  const { rows } = await ctx.tx.execute<{ poolId: string; campaignId: string }>(sql`
    select c.pool_id as "poolId", c.id as "campaignId" from campaign c cross join lateral (
      select coalesce(max(r.at), '-infinity') as at from refit r where r.pool_id = c.pool_id and r.campaign_id = c.id) last
    where c.status in ('open', 'paused') and last.at <= ${ctx.now()}::timestamptz - make_interval(secs => ${seconds}::float8)
      and exists (select 1 from annotation a where a.pool_id = c.pool_id and a.campaign_id = c.id and a.submitted_at > last.at)`)
  return rows
}
