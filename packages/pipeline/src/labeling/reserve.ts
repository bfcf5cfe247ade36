import type { Ctx } from '@rowright/db'
import { type SQL, sql } from 'drizzle-orm'
import { validConsents } from '../consent/index.ts'
import { accounts, balanceOf, transferMany } from '../ledger/index.ts'
import { getCampaign } from '../pool/index.ts'
import { letGo } from './expire.ts'
import { isListed, takeListed, takeRandom, type Who } from './pick.ts'
import { shareReached } from './standing.ts'
import type { Suggested } from './suggest.ts'

export type NoTask =
  | 'no-task-left'
  | 'consent-needed'
  | 'not-listed'
  | 'paused'
  | 'closed'
  | 'not-enough-points'
  | 'suspended'
  | 'share-reached'

/** A reserved task with what its editor shows. */
export interface Held {
  id: string
  poolId: string
  campaignId: string
  taskId: string
  state: 'reserved' | 'submitted' | 'skipped' | 'expired'
  /** What it pays when accepted: price × the labeler's multiplier, as they are kept with it. */
  price: bigint
  stake: bigint
  reservedAt: Date
  expiresAt: Date
  item: { payload: unknown; blob: string | null }
  /** What a machine suggests, shown with the item. [LAB-25] */
  suggestion: Suggested | null
  draft: unknown
}

type HeldRow = {
  id: string
  pool_id: string
  campaign_id: string
  task_id: string
  state: Held['state']
  price: string
  stake: string
  reserved_at: Date
  expires_at: Date
  payload: unknown
  blob: string | null
  draft: unknown
  suggestion: Suggested | null
}

/** The assignment a labeler holds in a campaign, or an assignment by id. */
export async function findHeld(ctx: Ctx, condition: SQL): Promise<Held | null> {
  const { rows } = await ctx.tx.execute<HeldRow>(sql`
    select a.id, a.pool_id, a.campaign_id, a.task_id, a.state, a.price * a.multiplier_ppm / 1000000 as price, a.stake, a.reserved_at, a.expires_at, i.payload, i.blob,
      (select json_build_object('value', s.value, 'model', s.model, 'version', s.version, 'confidencePpm', s.confidence_ppm)
        from suggestion s where s.pool_id = a.pool_id and s.id = a.suggestion_id) as suggestion,
      (select d.value from draft d where d.pool_id = a.pool_id and d.assignment_id = a.id) as draft
    from assignment a join task t on t.pool_id = a.pool_id and t.id = a.task_id
    join item i on i.pool_id = t.pool_id and i.id = t.item_id where ${condition} limit 1`)
  const row = rows[0]
  if (!row) return null
  return {
    id: row.id,
    poolId: row.pool_id,
    campaignId: row.campaign_id,
    taskId: row.task_id,
    state: row.state,
    price: BigInt(row.price),
    stake: BigInt(row.stake),
    reservedAt: new Date(row.reserved_at),
    expiresAt: new Date(row.expires_at),
    item: { payload: row.payload, blob: row.blob },
    suggestion: row.suggestion,
    draft: row.draft,
  }
}

/**
 * Reserves a slot of a random task for a labeler, until the campaign's lease runs out. [LAB-2, LAB-4, LAB-5, LAB-8, LAB-9]
 * @returns the assignment (the one held already, if any), or why there is none.
 */
export async function reserve(
  ctx: Ctx,
  input: { poolId: string; campaignId: string; personId: string },
): Promise<{ assignment: Held; reason: null } | { assignment: null; reason: NoTask }> {
  const none = (reason: NoTask) => ({ assignment: null, reason })
  const campaign = await getCampaign(ctx, input.poolId, input.campaignId)
  await takeTurns(ctx, input)
  const held = await findHeld(
    ctx,
    sql`a.pool_id = ${input.poolId} and a.campaign_id = ${input.campaignId} and a.person_id = ${input.personId} and a.state = 'reserved'`,
  )
  if (held && held.expiresAt > ctx.now()) return { assignment: held, reason: null }
  if (held) await letGo(ctx, sql`a.pool_id = ${input.poolId} and a.id = ${held.id}`, 'expired')
  if (campaign.status !== 'open') return none(campaign.status === 'paused' ? 'paused' : 'closed')

  const consent = (await validConsents(ctx, input.poolId, [input.personId], ctx.now())).get(input.personId)
  if (!consent) return none('consent-needed')
  const who = { ...input, ...(await standingOf(ctx, input)) }
  if (who.bad || (campaign.assignment === 'open' && who.eligible !== 'yes')) return none('suspended')
  if (campaign.assignment === 'open' && (who.capped || (await shareReached(ctx, who))))
    return none('share-reached')
  const windows = campaign.windowChecks !== null
  // Who comes after somebody of their cluster stakes for their first window as for any other. [SET-12]
  const ahead = windows && who.answered === 0 && who.staked === '0' && (await firstWindowTaken(ctx, input))
  if (ahead && campaign.stake === 0n) return none('share-reached')
  // With windows the stake is of a window, and settlement keeps it back from pay.
  const stake = windows ? 0n : campaign.stake
  const needed = ahead ? campaign.stake : stake
  if (needed > 0n && (await balanceOf(ctx, input.poolId, accounts.points(input.personId))) < needed) {
    return none(ahead ? 'share-reached' : 'not-enough-points')
  }

  const terms = { price: campaign.price, multiplierPpm: who.multiplier, stake }
  const expiresAt = new Date(ctx.now().getTime() + campaign.leaseSeconds * 1000)
  const take = (pick: SQL) =>
    takeSlot(ctx, { ...input, pick, ...terms, consentId: consent.consentId, expiresAt })
  const id =
    campaign.assignment === 'list'
      ? await takeListed(ctx, campaign, input, take)
      : await takeRandom(ctx, campaign, who, take)
  if (!id) {
    const listed = campaign.assignment === 'open' || (await isListed(ctx, input))
    return none(listed ? 'no-task-left' : 'not-listed')
  }
  if (ahead) await stakeAhead(ctx, input, campaign.stake)
  if (stake > 0n) {
    await transferMany(ctx, input.poolId, [
      {
        debit: accounts.points(input.personId),
        credit: accounts.stake(input.personId),
        amount: stake,
        reason: 'staked',
        cause: id,
      },
    ])
  }
  const assignment = await findHeld(ctx, sql`a.pool_id = ${input.poolId} and a.id = ${id}`)
  return { assignment: assignment!, reason: null }
}

/**
 * Two tabs, or two persons of one cluster, asking at once take turns: the one gets the task it holds, the other none
 * that its cluster has.
 */
async function takeTurns(ctx: Ctx, who: Who): Promise<void> {
  await ctx.tx.execute(sql`
    select pg_advisory_xact_lock(hashtextextended(${who.campaignId} || cluster_id::text, 0)) from person where id = ${who.personId}`)
}

/**
 * Whether another person of the same cluster (payout address, device) has had the pool's first window, and this one none:
 * only one of them all asks no stake. [SET-12] Those who were folded into somebody do not count.
 */
async function firstWindowTaken(ctx: Ctx, who: Who): Promise<boolean> {
  const { rows } = await ctx.tx.execute(sql`
    with worked as (select s.person_id from standing s join campaign c on c.pool_id = s.pool_id and c.id = s.campaign_id
      where s.pool_id = ${who.poolId} and s.answered > 0 and c.window_checks is not null)
    select 1 from person p join person m on m.cluster_id = p.cluster_id and m.id <> p.id and m.closed_at is null
      and m.id in (select person_id from worked) and p.id not in (select person_id from worked)
    where p.id = ${who.personId} limit 1`)
  return rows.length > 0
}

/** Locks points for a first window that somebody of the same cluster has had for nothing. Settlement makes them its stake. */
async function stakeAhead(ctx: Ctx, who: Who, amount: bigint): Promise<void> {
  const { poolId, campaignId, personId } = who
  await ctx.tx.execute(sql`insert into standing (pool_id, campaign_id, person_id, staked)
    values (${poolId}, ${campaignId}, ${personId}, ${amount})
    on conflict (pool_id, campaign_id, person_id) do update set staked = excluded.staked`)
  const [debit, credit] = [accounts.points(personId), accounts.stake(personId)]
  const cause = `${campaignId}:${personId}`
  await transferMany(ctx, poolId, [{ debit, credit, amount, reason: 'staked-ahead', cause }])
}

/** What a reserve reads of a labeler: their own rows. [LAB-9, LAB-19] */
async function standingOf(ctx: Ctx, who: Who) {
  const { rows } = await ctx.tx.execute<{
    cluster: string[]
    answered: number
    eligible: string
    bad: boolean
    reviewer: boolean
    capped: boolean
    accounts: number
    given: number
    multiplier: number
    staked: string
  }>(sql`
    select (select array_agg(m.id) from person m where m.cluster_id = p.cluster_id) as cluster,
      (select count(*)::int from person m where m.cluster_id = p.cluster_id and m.closed_into is null) as accounts,
      (select coalesce(sum(o.answered), 0)::int from person m join standing o on o.pool_id = ${who.poolId} and o.campaign_id = ${who.campaignId}
        and o.person_id = m.id where m.cluster_id = p.cluster_id) + (select count(*)::int from assignment a join person m on m.id = a.person_id
        where m.cluster_id = p.cluster_id and m.id <> p.id and a.pool_id = ${who.poolId} and a.campaign_id = ${who.campaignId} and a.state = 'reserved') as given,
      coalesce(s.answered, 0) as answered,
      coalesce(s.eligible, 'yes') as eligible, exists (select 1 from bad_account b where b.pool_id = ${who.poolId} and b.person_id = p.id) as bad, coalesce(s.reviewer, false) as reviewer, coalesce(s.capped, false) as capped,
      coalesce(s.multiplier_ppm, 1000000) as multiplier, coalesce(s.staked, 0)::text as staked
    from person p left join standing s on s.pool_id = ${who.poolId} and s.campaign_id = ${who.campaignId} and s.person_id = p.id
    where p.id = ${who.personId}`)
  return rows[0]!
}

/** What an answer pays and stakes, as it is when reserved. [LAB-5] */
interface Terms {
  price: bigint
  multiplierPpm: number
  stake: bigint
}

/**
 * Takes a slot of the picked task and gives it to the labeler. Two statements: the first may wait for, or pass over,
 * others at the same task, so which numbers are free is only seen by a statement that begins after it holds the row.
 * In one statement, 16 labelers on 20 tasks now and then took the same number and one of them failed.
 */
async function takeSlot(
  ctx: Ctx,
  input: Who & { pick: SQL; consentId: string; expiresAt: Date } & Terms,
): Promise<string | null> {
  const { rows: taken } = await ctx.tx.execute<{ id: string }>(sql`
    with picked as (${input.pick})
    update task t set open_slots = open_slots - 1 from picked where t.pool_id = ${input.poolId} and t.id = picked.id returning t.id`)
  const taskId = taken[0]?.id
  if (!taskId) return null
  const { rows } = await ctx.tx.execute<{ id: string }>(sql`
    insert into assignment (pool_id, campaign_id, task_id, person_id, slot, state, price, multiplier_ppm, stake, consent_id, terms_hash, suggestion_id, reserved_at, expires_at)
    select ${input.poolId}, ${input.campaignId}, ${taskId}, ${input.personId}, (${freeSlot(input.poolId, taskId)}), 'reserved',
      ${input.price}, ${input.multiplierPpm}, ${input.stake}, ${input.consentId}, c.body->>'termsHash',
      (select s.id from suggestion s where s.pool_id = ${input.poolId} and s.task_id = ${taskId} and s.source <> 'browser'), ${ctx.now()}, ${input.expiresAt}
    from consent c where c.pool_id = ${input.poolId} and c.id = ${input.consentId} returning id`)
  return rows[0]!.id
}

/** The lowest number of a task that no live assignment has; the task's row must be held. */
export const freeSlot = (poolId: string, taskId: string) => sql`
  select min(n) from task t, generate_series(0, t.slots - 1) n where t.pool_id = ${poolId} and t.id = ${taskId}
    and not exists (select 1 from assignment a where a.pool_id = t.pool_id and a.task_id = t.id and a.slot = n
      and a.state in ('reserved', 'submitted'))`
