import type { Ctx } from '@rowright/db'
import { questionOf } from '@rowright/tasktype'
import { type SQL, sql } from 'drizzle-orm'
import type { Campaign } from '../pool/index.ts'
import { coinOf, drawsGold } from './goldCoin.ts'

export type Who = { poolId: string; campaignId: string; personId: string }

/** A labeler as a draw sees them. `cluster`: they and everybody who is probably the same person. */
export interface Drawing extends Who {
  cluster: string[]
  answered: number
  reviewer: boolean
}

type Take = (pick: SQL) => Promise<string | null>

/** What a draw does about a task that another transaction holds. */
const PASS = sql`skip locked`
const WAIT = sql``

/** So often a labeler waits for the last tasks, each time losing one to somebody else, before there is none for now. */
const WAITS = 5

/**
 * Free tasks that were all being taken, or closed, or given back, while a draw passed over them are no reason to say
 * that nothing is left: it waits for one. [LAB-9] Whoever waits holds no task, so nobody waits in a circle.
 */
async function takeLast(left: () => Promise<boolean>, take: () => Promise<string | null>) {
  for (let i = 0; i < WAITS && (await left()); i++) {
    const id = await take()
    if (id) return id
  }
  return null
}

/** Nobody gets what they had. Of others in the cluster only what they hold or answered counts: else guests who are folded
 * in later could skip all control tasks for somebody. [LAB-19, LAB-22] */
const notBy = (
  { personId }: Who,
  cluster: readonly string[] = [],
) => sql`not exists (select 1 from assignment a
  where a.pool_id = t.pool_id and a.task_id = t.id and (a.person_id = ${personId} and a.state <> 'expired'
    or a.person_id = any(${sql.param([...cluster])}::uuid[]) and a.state in ('reserved', 'submitted')))`

/** Free tasks of a track that nobody of the labeler's cluster had; split ones only for reviewers. [LAB-18, LAB-19] */
const free = (
  who: Drawing,
  track: 'work' | 'gold',
) => sql`t.pool_id = ${who.poolId} and t.campaign_id = ${who.campaignId}
  and t.track = ${track} and t.open_slots > 0 and (${who.reviewer} or t.escalated_at is null) and ${notBy(who, who.cluster)}`

/** One free task at or after a random place in the queue; passing over those that somebody is just taking, unless all are. */
const pickFrom = (who: Drawing, track: 'work' | 'gold', range: SQL, onLocked = PASS) => sql`
  select t.id from task t where ${free(who, track)} and ${range} order by t.shuffle limit 1 for update of t ${onLocked}`

async function hasWork(ctx: Ctx, who: Drawing): Promise<boolean> {
  const { rows } = await ctx.tx.execute(sql`select 1 from task t where ${free(who, 'work')} limit 1`)
  return rows.length > 0
}

/** Takes a random task that the coin says: work, or gold of a random class. [LAB-9, LAB-14] */
export async function takeRandom(
  ctx: Ctx,
  campaign: Campaign,
  who: Drawing,
  take: Take,
): Promise<string | null> {
  const around = async (track: 'work' | 'gold', only: SQL) => {
    const start = Math.floor(ctx.random() * 2 ** 31)
    return (
      (await take(pickFrom(who, track, sql`t.shuffle >= ${start} and ${only}`))) ??
      (await take(pickFrom(who, track, sql`t.shuffle < ${start} and ${only}`)))
    )
  }
  // Gold hides among work: where no work is left, a task that comes after asking again would be known to be gold. And
  // whether there is work is asked before each task, so that gold does not take longer.
  const withGold = campaign.goldRatePpm > 0
  if (withGold && !(await hasWork(ctx, who))) return null
  if (withGold && drawsGold(coinOf(campaign, who.personId), who.answered, campaign.goldRatePpm)) {
    for (const only of [...classesInTurn(campaign, ctx.random()), sql`true`]) {
      const id = await around('gold', only)
      if (id) return id
    }
  }
  return (
    (await around('work', sql`true`)) ??
    takeLast(
      () => hasWork(ctx, who),
      () => take(pickFrom(who, 'work', sql`true`, WAIT)),
    )
  )
}

/** With more labels than this a draw that passes over those without gold would take longer than one of work. */
const FEW_LABELS = 12

/** The classes of gold from a random one on, so that a constant answer passes as seldom as a random one. */
function classesInTurn(campaign: Campaign, place: number): SQL[] {
  const { type, schema } = questionOf(campaign)
  const classes = type.classes(schema) ?? []
  const from = Math.floor(place * classes.length)
  const turn = [...classes.slice(from), ...classes.slice(0, from)]
  return turn
    .slice(0, classes.length > FEW_LABELS ? 1 : classes.length)
    .map((one) => sql`t.gold_class = ${one}`)
}

/**
 * The next of the labeler's list. A listed labeler has a slot of their own, so waiting for the row is short and fair;
 * with a target confidence a slot is anybody's, and a task that somebody is just taking is passed over.
 */
const pickListed = (who: Who, range: SQL, onLocked: SQL) => sql`
  ${freeListed(who)} and ${range} order by l.shuffle limit 1 for update of t ${onLocked}`

const freeListed = (who: Who) => sql`
  select t.id from assignment_list l join task t on t.pool_id = l.pool_id and t.id = l.task_id
  where l.pool_id = ${who.poolId} and l.campaign_id = ${who.campaignId} and l.person_id = ${who.personId}
    and t.open_slots > 0 and ${notBy(who)}`

/**
 * Goes on in the list where the labeler was last, and looks from its start only when nothing is left there: passing
 * over the answered ones each time cost 10 ms at the 350th task of a list.
 */
export async function takeListed(ctx: Ctx, campaign: Campaign, who: Who, take: Take): Promise<string | null> {
  const onLocked = campaign.targetConfidencePpm === null ? WAIT : PASS
  const { rows } = await ctx.tx.execute<{ shuffle: number }>(sql`
    select l.shuffle from assignment a join assignment_list l on l.pool_id = a.pool_id and l.campaign_id = a.campaign_id
      and l.person_id = a.person_id and l.task_id = a.task_id
    where a.pool_id = ${who.poolId} and a.person_id = ${who.personId} and a.campaign_id = ${who.campaignId}
      and a.ended_at is not null order by a.ended_at desc limit 1`)
  const start = rows[0]?.shuffle ?? 0
  return (
    (await take(pickListed(who, sql`l.shuffle >= ${start}`, onLocked))) ??
    (start > 0 ? await take(pickListed(who, sql`l.shuffle < ${start}`, onLocked)) : null) ??
    takeLast(
      async () => (await ctx.tx.execute(sql`${freeListed(who)} limit 1`)).rows.length > 0,
      () => take(pickListed(who, sql`true`, WAIT)),
    )
  )
}

export async function isListed(ctx: Ctx, who: Who): Promise<boolean> {
  const { rows } = await ctx.tx.execute(sql`select 1 from assignment_list
    where pool_id = ${who.poolId} and campaign_id = ${who.campaignId} and person_id = ${who.personId} limit 1`)
  return rows.length > 0
}
