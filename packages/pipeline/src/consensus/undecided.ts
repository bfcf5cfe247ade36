import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import type { Campaign } from '../pool/index.ts'
import type { Said } from './stream.ts'

export type Undecided = {
  id: string
  slots: number
  audit: boolean
  escalated: boolean
  /** Labelers listed for it; null in an open campaign. */
  listed: number | null
  answers: Said[]
}

/** At a time: a look stays short, and the next one comes soon. */
const BATCH = 2_000

/**
 * Work tasks that wait for a decision: all their slots are answered. `waiting`: instead those that wait for answers,
 * which a refit may have made sure. [CNS-10]
 */
export async function undecidedTasks(
  ctx: Ctx,
  campaign: Campaign,
  { waiting = false } = {},
): Promise<Undecided[]> {
  const listed =
    campaign.assignment === 'list'
      ? sql`(select count(*)::int from assignment_list l where l.pool_id = t.pool_id and l.task_id = t.id)`
      : sql`null::int`
  const state = waiting
    ? sql`t.open_slots > 0 and t.slots - t.open_slots > 0`
    : sql`t.open_slots = 0 and not exists (select 1 from assignment a where a.pool_id = t.pool_id and a.task_id = t.id
        and a.state = 'reserved')`
  const { rows } = await ctx.tx.execute<Undecided>(sql`
    select t.id, t.slots, t.audit, t.escalated_at is not null as escalated, ${listed} as listed, coalesce((
      select json_agg(json_build_array(n.person_id, n.value) order by n.submitted_at, n.assignment_id) from annotation n
      where n.pool_id = t.pool_id and n.task_id = t.id), '[]') as answers
    from task t where t.pool_id = ${campaign.poolId} and t.campaign_id = ${campaign.id} and t.track = 'work' and t.slots > 0
      and t.closed_at is null and ${state} limit ${BATCH}`)
  return rows
}

/** Who has had a task: no reviewer judges their own answer. */
export async function answeredBy(
  ctx: Ctx,
  poolId: string,
  taskIds: readonly string[],
): Promise<Map<string, Set<string>>> {
  const { rows } = await ctx.tx.execute<{ task_id: string; persons: string[] }>(sql`
    select task_id, array_agg(person_id) as persons from assignment
    where pool_id = ${poolId} and task_id = any(${sql.param([...taskIds])}::uuid[]) and state <> 'expired' group by task_id`)
  return new Map(rows.map((row) => [row.task_id, new Set(row.persons)]))
}

/** Campaigns whose tasks close on confidence. */
export async function adaptiveCampaigns(ctx: Ctx): Promise<{ poolId: string; campaignId: string }[]> {
  const { rows } = await ctx.tx.execute<{ poolId: string; campaignId: string }>(sql`
    select pool_id as "poolId", id as "campaignId" from campaign
    where status in ('open', 'paused') and target_confidence_ppm is not null order by id`)
  return rows
}

/**
 * Campaigns to refit: since the last refit a tenth more answers came in (50 at least), so that all refits together
 * read about eleven times what the last one reads; or, with a target confidence, nothing is open any more and some
 * answers have not been read. [CNS-11]
 */
export async function dueRefits(ctx: Ctx): Promise<{ poolId: string; campaignId: string }[]> {
  const { rows } = await ctx.tx.execute<{ poolId: string; campaignId: string }>(sql`
    select c.pool_id as "poolId", c.id as "campaignId" from campaign c
    cross join lateral (select coalesce(sum(answered), 0) as n from standing s where s.pool_id = c.pool_id and s.campaign_id = c.id) said
    left join lateral (select r.read from refit r where r.pool_id = c.pool_id and r.campaign_id = c.id
      order by r.at desc, r.id desc limit 1) last on true
    where c.status in ('open', 'paused') and (c.assignment = 'open' or c.target_confidence_ppm is not null)
      and (said.n - coalesce(last.read, 0) >= greatest(50, coalesce(last.read, 0) / 10)
        or (said.n > coalesce(last.read, 0) and c.target_confidence_ppm is not null and not exists (select 1 from task t
          where t.pool_id = c.pool_id and t.campaign_id = c.id and t.track = 'work' and t.slots > 0 and t.closed_at is null)))
    order by c.id`)
  return rows
}
