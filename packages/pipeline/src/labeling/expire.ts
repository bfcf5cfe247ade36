import type { Ctx } from '@rowright/db'
import { type SQL, sql } from 'drizzle-orm'
import { accounts, transferMany } from '../ledger/index.ts'
import { survivor } from '../people/index.ts'
import { releaseSlots } from '../pool/index.ts'

/**
 * Ends live reservations that fit `condition` (over alias `a`): slots reopen unless the campaign is closed
 * (those of a task that is closed are given back), stakes come back. Rows that somebody else is handling are passed over, or waited for. [LAB-3, LAB-11] @returns how many.
 */
export async function letGo(
  ctx: Ctx,
  condition: SQL,
  state: 'expired' | 'skipped',
  { limit = 500, wait = false }: { limit?: number; wait?: boolean } = {},
): Promise<number> {
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    id: string
    task_id: string
    person_id: string
    stake: string
  }>(sql`
    with ending as (select a.pool_id, a.id from assignment a where a.state = 'reserved' and ${condition}
      limit ${limit} for update ${wait ? sql`` : sql`skip locked`})
    update assignment a set state = ${state}, ended_at = ${ctx.now()} from ending e
    where a.pool_id = e.pool_id and a.id = e.id returning a.pool_id, a.id, a.task_id, a.person_id, a.stake`)
  if (rows.length === 0) return 0
  const { rows: reopened } = await ctx.tx.execute<{
    pool_id: string
    campaign_id: string
    price: string
    freed: number
  }>(sql`
    update task t set open_slots = t.open_slots + case when t.closed_at is null then u.n else 0 end,
      slots = t.slots - case when t.closed_at is null then 0 else u.n end from (
      select pool_id, task_id, count(*)::int as n from unnest(${sql.param(rows.map((r) => r.pool_id))}::uuid[],
        ${sql.param(rows.map((r) => r.task_id))}::uuid[]) as r(pool_id, task_id) group by 1, 2 order by 1, 2) u,
      campaign c
    where t.pool_id = u.pool_id and t.id = u.task_id and c.pool_id = t.pool_id and c.id = t.campaign_id and c.status <> 'closed'
    returning t.pool_id, t.campaign_id, c.price, case when t.closed_at is null then 0 else u.n end as freed`)
  for (const { pool_id: poolId, campaign_id: campaignId, price, freed: slots } of reopened)
    await releaseSlots(ctx, { poolId, campaignId, price: BigInt(price), slots })
  const staked = rows.filter((row) => BigInt(row.stake) > 0n)
  if (staked.length > 0) await returnStakes(ctx, staked)
  return rows.length
}

/** Gives stakes back to their owners, or to those whom the owners were folded into: the stakes went with them. */
async function returnStakes(
  ctx: Ctx,
  rows: readonly { pool_id: string; id: string; person_id: string; stake: string }[],
): Promise<void> {
  const owners = await survivor(ctx, [...new Set(rows.map((row) => row.person_id))])
  for (const [poolId, staked] of Map.groupBy(rows, (row) => row.pool_id)) {
    const transfers = staked.map((row) => {
      const owner = owners.get(row.person_id) ?? row.person_id
      return {
        debit: accounts.stake(owner),
        credit: accounts.points(owner),
        amount: BigInt(row.stake),
        reason: 'stake-returned',
        cause: row.id,
      }
    })
    await transferMany(ctx, poolId, transfers)
  }
}

/** Ends reservations whose time ran out, in all pools. [LAB-3] @returns how many. */
export function expire(ctx: Ctx, limit = 500): Promise<number> {
  return letGo(ctx, sql`a.expires_at <= ${ctx.now()}`, 'expired', { limit })
}

/** Closes the free slots of a campaign that has ended and lets go of its live reservations. [LAB-12] */
export async function endCampaign(ctx: Ctx, poolId: string, campaignId: string): Promise<void> {
  await ctx.tx.execute(
    sql`update task set open_slots = 0 where pool_id = ${poolId} and campaign_id = ${campaignId} and open_slots > 0`,
  )
  while (
    (await letGo(ctx, sql`a.pool_id = ${poolId} and a.campaign_id = ${campaignId}`, 'expired', {
      wait: true,
    })) > 0
  );
}
