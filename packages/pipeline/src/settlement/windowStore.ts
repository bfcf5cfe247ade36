import type { Ctx } from '@rowright/db'
import type { Check } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import { takeStakedAhead } from '../labeling/index.ts'
import { accounts, type Transfer, transferMany } from '../ledger/index.ts'
import { survivor } from '../people/index.ts'

export interface OpenWindow {
  id: string
  campaignId: string
  personId: string
  state: 'open' | 'passed' | 'failed' | 'appealed' | 'rejected' | 'carried' | 'joined' | 'ended'
  reasonCode: string | null
  stake: bigint
  decidedAt: Date | null
  appealUntil: Date | null
}

type Row = {
  id: string
  campaign_id: string
  person_id: string
  state: OpenWindow['state']
  reason_code: string | null
  stake: string
  decided_at: string | null
  appeal_until: string | null
}

const windowOf = (row: Row): OpenWindow => ({
  id: row.id,
  campaignId: row.campaign_id,
  personId: row.person_id,
  state: row.state,
  reasonCode: row.reason_code,
  stake: BigInt(row.stake),
  decidedAt: row.decided_at === null ? null : new Date(row.decided_at),
  appealUntil: row.appeal_until === null ? null : new Date(row.appeal_until),
})

/** One decision about a labeler's windows of a pool at a time. */
export async function lockLabeler(ctx: Ctx, poolId: string, personId: string): Promise<void> {
  await ctx.tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`windows ${poolId} ${personId}`}, 0))`,
  )
}

/** A window, its row held. */
export async function windowById(ctx: Ctx, poolId: string, id: string): Promise<OpenWindow | null> {
  const { rows } = await ctx.tx.execute<Row>(
    sql`select * from pay_window where pool_id = ${poolId} and id = ${id} for update`,
  )
  return rows[0] ? windowOf(rows[0]) : null
}

export async function openWindowOf(
  ctx: Ctx,
  of: { poolId: string; campaignId: string; personId: string },
): Promise<OpenWindow | null> {
  const { rows } = await ctx.tx.execute<Row>(sql`select * from pay_window
    where pool_id = ${of.poolId} and campaign_id = ${of.campaignId} and person_id = ${of.personId} and state = 'open' for update`)
  return rows[0] ? windowOf(rows[0]) : null
}

/** Windows of a campaign in a state. */
export async function windowsOf(
  ctx: Ctx,
  of: { poolId: string; campaignId: string },
  state: OpenWindow['state'],
): Promise<OpenWindow[]> {
  const { rows } = await ctx.tx.execute<Row>(sql`select * from pay_window
    where pool_id = ${of.poolId} and campaign_id = ${of.campaignId} and state = ${state} order by id`)
  return rows.map(windowOf)
}

/** Opens a window. The points that earlier windows of the labeler in the pool left locked, or that they staked ahead, are its stake now. */
export async function insertWindow(
  ctx: Ctx,
  of: { poolId: string; campaignId: string; personId: string },
  selves: readonly string[],
): Promise<OpenWindow> {
  const { rows: freed } = await ctx.tx.execute<{ locked: string }>(sql`
    with before as (select id, locked from pay_window where pool_id = ${of.poolId}
      and person_id = any(${sql.param([...selves])}::uuid[]) and state = 'passed' and locked > 0 for update),
    taken as (update pay_window w set locked = 0 from before b where w.pool_id = ${of.poolId} and w.id = b.id)
    select coalesce(sum(locked), 0) as locked from before`)
  const ahead = await takeStakedAhead(ctx, of, selves)
  const stake = ahead.reduce((sum, one) => sum + one.amount, BigInt(freed[0]!.locked))
  const { rows } = await ctx.tx.execute<Row>(sql`
    insert into pay_window (pool_id, campaign_id, person_id, stake, opened_at)
    values (${of.poolId}, ${of.campaignId}, ${of.personId}, ${stake}, ${ctx.now()}) returning *`)
  return windowOf(rows[0]!)
}

/** Windows of a labeler that wait for their next campaign, and those of guests folded into them, join this one. [SET-13] */
export async function joinEarlier(
  ctx: Ctx,
  poolId: string,
  window: OpenWindow,
  selves: readonly string[],
): Promise<void> {
  const { rows } = await ctx.tx.execute<{ id: string; stake: string }>(sql`
    update pay_window w set state = 'joined', joined = ${window.id}, stake = 0 from (
      select id, stake from pay_window where pool_id = ${poolId} and person_id = any(${sql.param([...selves])}::uuid[])
        and id <> ${window.id} and (state = 'carried' or (state = 'open' and campaign_id = ${window.campaignId})) for update) b
    where w.pool_id = ${poolId} and w.id = b.id returning w.id, b.stake`)
  if (rows.length === 0) return
  const joined = sql.param(rows.map((row) => row.id))
  const stake = rows.reduce((sum, row) => sum + BigInt(row.stake), 0n)
  await ctx.tx.execute(
    sql`update vesting set window_id = ${window.id} where pool_id = ${poolId} and window_id = any(${joined}::uuid[])`,
  )
  await ctx.tx.execute(
    sql`update answer_check set window_id = ${window.id} where pool_id = ${poolId} and window_id = any(${joined}::uuid[])`,
  )
  await ctx.tx.execute(
    sql`update pay_window set stake = stake + ${stake} where pool_id = ${poolId} and id = ${window.id}`,
  )
  window.stake += stake
}

/** Puts the submitted answers that no window has yet into this one. @returns how many. */
export async function vestAnswers(
  ctx: Ctx,
  poolId: string,
  window: OpenWindow,
  selves: readonly string[],
): Promise<number> {
  const { rowCount } = await ctx.tx.execute(sql`
    insert into vesting (pool_id, assignment_id, window_id, campaign_id, person_id, task_id, pay)
    select a.pool_id, a.id, ${window.id}, a.campaign_id, a.person_id, a.task_id, a.price * a.multiplier_ppm / 1000000
    from assignment a where a.pool_id = ${poolId} and a.campaign_id = ${window.campaignId}
      and a.person_id = any(${sql.param([...selves])}::uuid[]) and a.state = 'submitted'
      and not exists (select 1 from vesting v where v.pool_id = a.pool_id and v.assignment_id = a.id)
      and not exists (select 1 from verdict v where v.pool_id = a.pool_id and v.assignment_id = a.id)
    on conflict do nothing`)
  return rowCount ?? 0
}

/** Takes the answers of a window out of it, and their pay back into the budget: they are undecided as before. */
export async function unvest(ctx: Ctx, poolId: string, windowId: string): Promise<void> {
  const waiting = await undecidedOf(ctx, poolId, windowId)
  const transfers = waiting
    .filter((one) => one.held && one.pay > 0n)
    .map((one) => ({
      debit: accounts.held(one.campaignId),
      credit: accounts.budget(one.campaignId),
      amount: one.pay,
      reason: 'released',
      cause: `${windowId}:${one.assignmentId}`,
    }))
  await transferMany(ctx, poolId, transfers)
  await ctx.tx.execute(sql`delete from vesting where pool_id = ${poolId} and window_id = ${windowId}`)
}

/** Whether a labeler has submitted answers to a campaign that no window has. */
export async function hasUnvested(
  ctx: Ctx,
  of: { poolId: string; campaignId: string },
  selves: readonly string[],
): Promise<boolean> {
  const { rows } = await ctx.tx.execute(sql`select 1 from assignment a where a.pool_id = ${of.poolId}
    and a.campaign_id = ${of.campaignId} and a.person_id = any(${sql.param([...selves])}::uuid[]) and a.state = 'submitted'
    and not exists (select 1 from vesting v where v.pool_id = a.pool_id and v.assignment_id = a.id)
    and not exists (select 1 from verdict v where v.pool_id = a.pool_id and v.assignment_id = a.id) limit 1`)
  return rows.length > 0
}

/** The checks of a window that count, in the order of the answers. */
export async function checksOf(
  ctx: Ctx,
  poolId: string,
  windowId: string,
): Promise<(Check & { assignmentId: string; taskId: string })[]> {
  const { rows } = await ctx.tx.execute<{
    assignment_id: string
    task_id: string
    gold: boolean
    passed: boolean
  }>(sql`
    select assignment_id, task_id, gold, passed from answer_check
    where pool_id = ${poolId} and window_id = ${windowId} and voided_at is null order by at, assignment_id`)
  return rows.map((row) => ({
    assignmentId: row.assignment_id,
    taskId: row.task_id,
    gold: row.gold,
    passed: row.passed,
  }))
}

/** All checks of a labeler in a pool that count. */
export async function checksInPool(ctx: Ctx, poolId: string, selves: readonly string[]): Promise<Check[]> {
  const { rows } = await ctx.tx.execute<{ gold: boolean; passed: boolean }>(sql`
    select gold, passed from answer_check where pool_id = ${poolId}
      and person_id = any(${sql.param([...selves])}::uuid[]) and voided_at is null`)
  return rows
}

export interface Vested {
  assignmentId: string
  campaignId: string
  personId: string
  pay: bigint
  held: boolean
}

/** The answers of a window without a verdict. */
export async function undecidedOf(ctx: Ctx, poolId: string, windowId: string): Promise<Vested[]> {
  const { rows } = await ctx.tx.execute<{
    assignment_id: string
    campaign_id: string
    person_id: string
    pay: string
    held: boolean
  }>(sql`
    select v.assignment_id, v.campaign_id, v.person_id, v.pay, v.held from vesting v
    where v.pool_id = ${poolId} and v.window_id = ${windowId}
      and not exists (select 1 from verdict d where d.pool_id = v.pool_id and d.assignment_id = v.assignment_id)
    order by v.assignment_id`)
  return rows.map((row) => ({
    assignmentId: row.assignment_id,
    campaignId: row.campaign_id,
    personId: row.person_id,
    pay: BigInt(row.pay),
    held: row.held,
  }))
}

/** Gives the answers of a window their verdict; those that have one keep it. @returns the assignments that are new. */
export async function insertWindowVerdicts(
  ctx: Ctx,
  poolId: string,
  windowId: string,
  as: { decision: 'accepted' | 'rejected'; reasonCode: string; evidence: unknown },
): Promise<Set<string>> {
  const { rows } = await ctx.tx.execute<{ assignment_id: string }>(sql`
    insert into verdict (pool_id, assignment_id, campaign_id, task_id, person_id, decision, reason_code, evidence, price, multiplier_ppm, at)
    select v.pool_id, v.assignment_id, v.campaign_id, v.task_id, v.person_id, ${as.decision}, ${as.reasonCode},
      ${JSON.stringify(as.evidence)}::jsonb, a.price, a.multiplier_ppm, ${ctx.now()}
    from vesting v join assignment a on a.pool_id = v.pool_id and a.id = v.assignment_id
    where v.pool_id = ${poolId} and v.window_id = ${windowId} order by v.assignment_id
    on conflict do nothing returning assignment_id`)
  const fresh = rows.map((row) => row.assignment_id)
  await freeStakes(ctx, poolId, fresh)
  return new Set(fresh)
}

/** An answer that was staked for by itself, as without windows, gets its stake back with either verdict. [SET-4] */
async function freeStakes(ctx: Ctx, poolId: string, assignmentIds: readonly string[]): Promise<void> {
  const { rows } = await ctx.tx.execute<{ id: string; person_id: string; stake: string }>(sql`
    select id, person_id, stake from assignment where pool_id = ${poolId} and stake > 0
      and id = any(${sql.param([...assignmentIds])}::uuid[]) order by id`)
  const now = await survivor(
    ctx,
    rows.map((row) => row.person_id),
  )
  const transfers = rows.map(({ id, person_id, stake }): Transfer => {
    const personId = now.get(person_id) ?? person_id
    const [debit, credit] = [accounts.stake(personId), accounts.points(personId)]
    return { debit, credit, amount: BigInt(stake), reason: 'stake-freed', cause: id }
  })
  await transferMany(ctx, poolId, transfers)
}

export async function updateWindow(
  ctx: Ctx,
  poolId: string,
  id: string,
  to: {
    state: OpenWindow['state']
    decidedBy?: string | null
    reasonCode?: string | null
    evidence?: unknown
    stake?: bigint
    locked?: bigint
    appealUntil?: Date | null
  },
): Promise<void> {
  await ctx.tx.execute(sql`update pay_window set state = ${to.state}, decided_at = ${ctx.now()}
    ${to.decidedBy === undefined ? sql`` : sql`, decided_by = ${to.decidedBy}`}
    ${to.reasonCode === undefined ? sql`` : sql`, reason_code = ${to.reasonCode}`}
    ${to.evidence === undefined ? sql`` : sql`, evidence = ${JSON.stringify(to.evidence)}::jsonb`}
    ${to.stake === undefined ? sql`` : sql`, stake = ${to.stake}`}
    ${to.locked === undefined ? sql`` : sql`, locked = ${to.locked}`}
    ${to.appealUntil === undefined ? sql`` : sql`, appeal_until = ${to.appealUntil}`}
    where pool_id = ${poolId} and id = ${id}`)
}
