import type { Ctx } from '@rowright/db'
import { goldPerWork, MOST_PER_GOLD } from '@rowright/protocol'
import { type SQL, sql } from 'drizzle-orm'
import type { Campaign } from '../pool/index.ts'
import { withinQuotas } from './quotas.ts'

/** Least answers of a task, as far as the audit has raised them. */
export const leastAnswers = (campaign: Campaign): number =>
  campaign.targetConfidencePpm === null
    ? campaign.overlap
    : Math.min(campaign.overlap, campaign.overlapMin + campaign.minRaised)

/**
 * How many slots each task should have. [LAB-1, LAB-14..LAB-17] Work: `overlap`; with a target confidence the least
 * answers, or `overlap` in the audit sample, and what it has once it is closed. Gold: its part of what the coin is
 * expected to draw, up to the exposure limit. In a list campaign no more than the labelers listed for the task, and
 * gold gets all of them. None for practice, and no more for what is set aside.
 * @param most count what work may come to at most, instead of what it gets first.
 */
export async function wantedPerTask(ctx: Ctx, campaign: Campaign, { most = false } = {}): Promise<SQL> {
  const where = sql`t.pool_id = ${campaign.poolId} and t.campaign_id = ${campaign.id}`
  const adaptive = campaign.targetConfidencePpm !== null
  const first = most ? campaign.overlap : leastAnswers(campaign)
  // What is only being read will be work: it is counted when asked what all comes to.
  const aside = most ? sql`nullif(t.aside_as, 'unread')` : sql`t.aside_as`
  const answers = sql`case when t.closed_at is not null and not (${most} and t.aside_as is not distinct from 'unread') then t.slots when t.audit and ${adaptive} then ${campaign.overlap}::int
    else greatest(${first}::int, t.slots) end`
  if (campaign.assignment === 'list') {
    return sql`select id, slots, shuffle, case when aside_as is not null then slots when ${adaptive} and track = 'work' then least(listed, answers) else listed end as wanted
      from (select t.id, t.slots, t.shuffle, t.track, ${aside} as aside_as, count(l.person_id)::int as listed, ${answers} as answers from task t
        left join assignment_list l on l.pool_id = t.pool_id and l.task_id = t.id where ${where} group by t.pool_id, t.id) t`
  }
  const open = await withinQuotas(ctx, campaign)
  return sql`select id, slots, shuffle, case when aside_as is not null then slots when track = 'work' then answers when track = 'gold' then greatest(slots, least(${MOST_PER_GOLD}::int,
      ceil(${goldPerWork(campaign.goldRatePpm)}::float8 * sum(answers) filter (where track = 'work') over ()
        / greatest(1, count(*) filter (where track = 'gold' and aside_as is null) over ()))::int)) else 0 end as wanted
    from (select t.id, t.slots, t.shuffle, t.track, ${aside} as aside_as, case when ${open} then ${answers} else t.slots end as answers
      from task t where ${where}) t`
}

/**
 * How many slots the campaign comes to when all of it is paid for: what to fund is this × price. With a target
 * confidence that is the most it can come to; answers that sure tasks do not need stay in the budget.
 */
export async function countWantedSlots(ctx: Ctx, campaign: Campaign): Promise<number> {
  const wanted = await wantedPerTask(ctx, campaign, { most: true })
  const { rows } = await ctx.tx.execute<{ n: string }>(
    sql`select coalesce(sum(greatest(wanted, slots)), 0) as n from (${wanted}) w`,
  )
  return Number(rows[0]!.n)
}
