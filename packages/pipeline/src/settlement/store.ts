import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

/** The other side of `lockAgainstEpoch`; also lets one epoch close at a time. */
export async function lockForEpoch(ctx: Ctx): Promise<void> {
  await ctx.tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('rowright epoch', 0))`)
}

export async function lockSettlement(ctx: Ctx, poolId: string, campaignId: string): Promise<void> {
  await ctx.tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`settle ${poolId} ${campaignId}`}, 0))`,
  )
}

/** What a new verdict moves. */
export type Decided = {
  assignment_id: string
  person_id: string
  /** Price × multiplier, floored. */
  price: string
  stake: string
}

/**
 * Accepts every submitted, undecided assignment of a campaign, of one labeler or of all, that no rejection has. The key
 * of `verdict` lets two workers decide each assignment once. @returns the verdicts that are new.
 * @param not persons whose answers are not accepted, also those that came in just now.
 */
export async function insertVerdicts(
  ctx: Ctx,
  input: { poolId: string; campaignId: string; personId?: string },
  not: readonly string[],
): Promise<Decided[]> {
  const only = input.personId === undefined ? sql`true` : sql`a.person_id = ${input.personId}`
  const { rows } = await ctx.tx.execute<Decided>(sql`
    with made as (
      insert into verdict (pool_id, assignment_id, campaign_id, task_id, person_id, decision, reason_code, evidence, price, multiplier_ppm, at)
      select a.pool_id, a.id, a.campaign_id, a.task_id, a.person_id, 'accepted', 'answered', '{}'::jsonb,
        a.price, a.multiplier_ppm, ${ctx.now()}
      from assignment a
      where a.pool_id = ${input.poolId} and a.campaign_id = ${input.campaignId} and a.state = 'submitted' and ${only}
        and a.person_id <> all(${sql.param([...not])}::uuid[])
        and not exists (select 1 from verdict v where v.pool_id = a.pool_id and v.assignment_id = a.id)
        and not exists (select 1 from vesting v where v.pool_id = a.pool_id and v.assignment_id = a.id)
      order by a.id
      on conflict do nothing
      returning assignment_id, person_id, price * multiplier_ppm / 1000000 as price)
    select made.*, a.stake from made
    join assignment a on a.pool_id = ${input.poolId} and a.id = made.assignment_id
    order by made.assignment_id`)
  return rows
}

/** Undecided answers at which a labeler is judged at once where there are no windows. */
const FULL = 20

/**
 * Labelers to judge. [SET-5, SET-9] With windows: who has answers that no window has. Without: whose 20 answers are
 * undecided, or whose hold has passed since their last submit.
 */
export async function dueLabelers(ctx: Ctx) {
  const { rows } = await ctx.tx.execute<{ poolId: string; campaignId: string; personId: string }>(sql`
    select s.pool_id as "poolId", s.campaign_id as "campaignId", s.person_id as "personId"
    from campaign c
    join standing s on s.pool_id = c.pool_id and s.campaign_id = c.id
    cross join lateral (select s.answered - count(*) - (select count(*) from vesting h where h.pool_id = s.pool_id
        and h.campaign_id = s.campaign_id and h.person_id = s.person_id and not exists (select 1 from verdict d
        where d.pool_id = h.pool_id and d.assignment_id = h.assignment_id)) as undecided from verdict v
      where v.pool_id = s.pool_id and v.campaign_id = s.campaign_id and v.person_id = s.person_id) w
    where c.status in ('open', 'paused') and c.window_checks is null and c.hold_seconds is not null and w.undecided > 0
      and (w.undecided >= ${FULL} or s.last_submit_at <= ${ctx.now()}::timestamptz - make_interval(secs => c.hold_seconds))
    union all
    select s.pool_id, s.campaign_id, s.person_id
    from campaign c join standing s on s.pool_id = c.pool_id and s.campaign_id = c.id
    where c.status in ('open', 'paused') and c.window_checks is not null and s.answered > (select count(*) from vesting v
      where v.pool_id = s.pool_id and v.campaign_id = s.campaign_id and v.person_id = s.person_id)
    order by 1, 2, 3`)
  return rows
}

/** Everybody who submitted to a campaign. */
export async function labelersOf(ctx: Ctx, of: { poolId: string; campaignId: string }): Promise<string[]> {
  const { rows } = await ctx.tx.execute<{ person_id: string }>(sql`
    select distinct person_id from assignment where pool_id = ${of.poolId} and campaign_id = ${of.campaignId}
    and state = 'submitted' order by person_id`)
  return rows.map((row) => row.person_id)
}

export async function closedUnsettled(ctx: Ctx) {
  const { rows } = await ctx.tx.execute<{ poolId: string; campaignId: string }>(sql`
    select pool_id as "poolId", id as "campaignId" from campaign
    where status = 'closed' and settled_at is null and task_type <> 'collect' order by closed_at, id`)
  return rows
}

export async function reservedCount(ctx: Ctx, poolId: string, campaignId: string): Promise<number> {
  const { rows } = await ctx.tx.execute<{
    reserved: number
  }>(sql`select count(*)::int as reserved from assignment
    where pool_id = ${poolId} and campaign_id = ${campaignId} and state = 'reserved'`)
  return rows[0]!.reserved
}
