import type { Ctx } from '@rowright/db'
import { type SQL, sql } from 'drizzle-orm'
import { validConsents } from '../consent/index.ts'
import { accounts, balanceOf, transferMany } from '../ledger/index.ts'
import { getCampaign } from '../pool/index.ts'
import { letGo } from './expire.ts'

export type NoTask =
  | 'no-task-left'
  | 'consent-needed'
  | 'not-listed'
  | 'paused'
  | 'closed'
  | 'not-enough-points'
  | 'suspended'

/** A reserved task with what its editor shows. */
export interface Held {
  id: string
  poolId: string
  campaignId: string
  taskId: string
  state: 'reserved' | 'submitted' | 'skipped' | 'expired'
  price: bigint
  stake: bigint
  reservedAt: Date
  expiresAt: Date
  item: { payload: unknown; blob: string | null }
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
}

/** The assignment a labeler holds in a campaign, or an assignment by id. */
export async function findHeld(ctx: Ctx, condition: SQL): Promise<Held | null> {
  const { rows } = await ctx.tx.execute<HeldRow>(sql`
    select a.id, a.pool_id, a.campaign_id, a.task_id, a.state, a.price, a.stake, a.reserved_at, a.expires_at, i.payload, i.blob,
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
  // Two tabs asking at once take turns, so that both get the one assignment.
  await ctx.tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${input.campaignId + input.personId}, 0))`,
  )
  const held = await findHeld(
    ctx,
    sql`a.pool_id = ${input.poolId} and a.campaign_id = ${input.campaignId} and a.person_id = ${input.personId} and a.state = 'reserved'`,
  )
  if (held && held.expiresAt > ctx.now()) return { assignment: held, reason: null }
  if (held) await letGo(ctx, sql`a.pool_id = ${input.poolId} and a.id = ${held.id}`, 'expired')
  if (campaign.status !== 'open') return none(campaign.status === 'paused' ? 'paused' : 'closed')

  const consent = (await validConsents(ctx, input.poolId, [input.personId], ctx.now())).get(input.personId)
  if (!consent) return none('consent-needed')
  if (campaign.assignment === 'open' && !(await isEligible(ctx, input))) return none('suspended')
  if (
    campaign.stake > 0n &&
    (await balanceOf(ctx, input.poolId, accounts.points(input.personId))) < campaign.stake
  ) {
    return none('not-enough-points')
  }

  const expiresAt = new Date(ctx.now().getTime() + campaign.leaseSeconds * 1000)
  const take = (pick: SQL) =>
    takeSlot(ctx, { ...input, pick, campaign, consentId: consent.consentId, expiresAt })
  const id =
    campaign.assignment === 'list'
      ? await takeListed(ctx, input, take)
      : await takeRandom(ctx, input, campaign.goldRatePpm, take)
  if (!id) {
    const listed = campaign.assignment === 'open' || (await isListed(ctx, input))
    return none(listed ? 'no-task-left' : 'not-listed')
  }
  if (campaign.stake > 0n) {
    await transferMany(ctx, input.poolId, [
      {
        debit: accounts.points(input.personId),
        credit: accounts.stake(input.personId),
        amount: campaign.stake,
        reason: 'staked',
        cause: id,
      },
    ])
  }
  const assignment = await findHeld(ctx, sql`a.pool_id = ${input.poolId} and a.id = ${id}`)
  return { assignment: assignment!, reason: null }
}

type Who = { poolId: string; campaignId: string; personId: string }

const notMine = (
  who: Who,
) => sql`not exists (select 1 from assignment a where a.pool_id = t.pool_id and a.task_id = t.id
  and a.person_id = ${who.personId} and a.state <> 'expired')`

/** One free task of a track at or after a random place in the queue; `skip locked`, so nobody waits for anybody. */
const pickFrom = (who: Who, track: 'work' | 'gold', range: SQL) => sql`
  select t.id from task t where t.pool_id = ${who.poolId} and t.campaign_id = ${who.campaignId} and t.track = ${track}
    and t.open_slots > 0 and ${range} and ${notMine(who)} order by t.shuffle limit 1 for update skip locked`

async function hasWork(ctx: Ctx, who: Who): Promise<boolean> {
  const { rows } = await ctx.tx.execute(sql`select 1 from task t where t.pool_id = ${who.poolId}
    and t.campaign_id = ${who.campaignId} and t.track = 'work' and t.open_slots > 0 and ${notMine(who)} limit 1`)
  return rows.length > 0
}

/** The next of the labeler's list. A listed labeler has a slot of their own, so waiting for the row is short and fair. */
const pickListed = (who: Who, range: SQL) => sql`
  select t.id from assignment_list l join task t on t.pool_id = l.pool_id and t.id = l.task_id
  where l.pool_id = ${who.poolId} and l.campaign_id = ${who.campaignId} and l.person_id = ${who.personId}
    and ${range} and t.open_slots > 0 and ${notMine(who)} order by l.shuffle limit 1 for update of t`

/**
 * Goes on in the list where the labeler was last, and looks from its start only when nothing is left there: passing
 * over the answered ones each time cost 10 ms at the 350th task of a list.
 */
async function takeListed(ctx: Ctx, who: Who, take: (pick: SQL) => Promise<string | null>) {
  const { rows } = await ctx.tx.execute<{ shuffle: number }>(sql`
    select l.shuffle from assignment a join assignment_list l on l.pool_id = a.pool_id and l.campaign_id = a.campaign_id
      and l.person_id = a.person_id and l.task_id = a.task_id
    where a.pool_id = ${who.poolId} and a.person_id = ${who.personId} and a.campaign_id = ${who.campaignId}
      and a.ended_at is not null order by a.ended_at desc limit 1`)
  const start = rows[0]?.shuffle ?? 0
  const next = await take(pickListed(who, sql`l.shuffle >= ${start}`))
  return next ?? (start > 0 ? take(pickListed(who, sql`l.shuffle < ${start}`)) : null)
}

async function takeRandom(
  ctx: Ctx,
  who: Who,
  goldRatePpm: number,
  take: (pick: SQL) => Promise<string | null>,
) {
  const drawn = ctx.random() * 1_000_000 < goldRatePpm
  // Gold hides among work: where no work is left, a task that comes after asking again would be known to be gold.
  const tracks: ('work' | 'gold')[] = drawn && (await hasWork(ctx, who)) ? ['gold', 'work'] : ['work']
  for (const track of tracks) {
    const start = Math.floor(ctx.random() * 2 ** 31)
    const id =
      (await take(pickFrom(who, track, sql`t.shuffle >= ${start}`))) ??
      (await take(pickFrom(who, track, sql`t.shuffle < ${start}`)))
    if (id) return id
  }
  return null
}

/**
 * Takes a slot of the picked task and gives it to the labeler. Two statements: the first may wait for, or pass over,
 * others at the same task, so which numbers are free is only seen by a statement that begins after it holds the row.
 * In one statement, 16 labelers on 20 tasks now and then took the same number and one of them failed.
 */
async function takeSlot(
  ctx: Ctx,
  input: Who & { pick: SQL; campaign: { price: bigint; stake: bigint }; consentId: string; expiresAt: Date },
): Promise<string | null> {
  const { rows: taken } = await ctx.tx.execute<{ id: string }>(sql`
    with picked as (${input.pick})
    update task t set open_slots = open_slots - 1 from picked where t.pool_id = ${input.poolId} and t.id = picked.id returning t.id`)
  const taskId = taken[0]?.id
  if (!taskId) return null
  const { rows } = await ctx.tx.execute<{ id: string }>(sql`
    insert into assignment (pool_id, campaign_id, task_id, person_id, slot, state, price, stake, consent_id, terms_hash, reserved_at, expires_at)
    select ${input.poolId}, ${input.campaignId}, ${taskId}, ${input.personId}, (${freeSlot(input.poolId, taskId)}), 'reserved',
      ${input.campaign.price}, ${input.campaign.stake}, ${input.consentId}, c.body->>'termsHash', ${ctx.now()}, ${input.expiresAt}
    from consent c where c.pool_id = ${input.poolId} and c.id = ${input.consentId} returning id`)
  return rows[0]!.id
}

/** The lowest number of a task that no live assignment has; the task's row must be held. */
export const freeSlot = (poolId: string, taskId: string) => sql`
  select min(n) from task t, generate_series(0, t.slots - 1) n where t.pool_id = ${poolId} and t.id = ${taskId}
    and not exists (select 1 from assignment a where a.pool_id = t.pool_id and a.task_id = t.id and a.slot = n
      and a.state in ('reserved', 'submitted'))`

async function isEligible(ctx: Ctx, who: Who): Promise<boolean> {
  const { rows } = await ctx.tx.execute<{ eligible: string }>(sql`select eligible from standing
    where pool_id = ${who.poolId} and campaign_id = ${who.campaignId} and person_id = ${who.personId}`)
  return rows[0]?.eligible !== 'failed-gold'
}

async function isListed(ctx: Ctx, who: Who): Promise<boolean> {
  const { rows } = await ctx.tx.execute(sql`select 1 from assignment_list
    where pool_id = ${who.poolId} and campaign_id = ${who.campaignId} and person_id = ${who.personId} limit 1`)
  return rows.length > 0
}
