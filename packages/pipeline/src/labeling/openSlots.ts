import type { Ctx } from '@rowright/db'
import { sha256Hex } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import { type Campaign, commitSlots } from '../pool/index.ts'

/** A place in the queue from a seed and a name: uniform 31-bit, the same on every machine. */
export const placeInQueue = (seed: string, name: string) =>
  Number.parseInt(sha256Hex(`${seed}:${name}`).slice(0, 8), 16) >>> 1

export interface NewTask {
  itemId: string
  externalId: string
  track: 'work' | 'gold' | 'practice'
}

const CHUNK = 5_000

/**
 * Makes a task of each item, with no slots yet. The ids are random, not time-ordered as elsewhere: labelers see them,
 * and gold that was uploaded apart, or first, would show by its place in time. [LAB-9]
 * @returns task ids in order.
 */
export async function addTasks(
  ctx: Ctx,
  input: { poolId: string; campaignId: string; seed: string; tasks: readonly NewTask[] },
): Promise<string[]> {
  const ids = new Map<string, string>()
  for (let from = 0; from < input.tasks.length; from += CHUNK) {
    const chunk = input.tasks.slice(from, from + CHUNK)
    const { rows } = await ctx.tx.execute<{ id: string; item_id: string }>(sql`
      insert into task (id, pool_id, campaign_id, item_id, track, shuffle)
      select gen_random_uuid(), ${input.poolId}, ${input.campaignId}, * from unnest(
        ${sql.param(chunk.map((t) => t.itemId))}::uuid[], ${sql.param(chunk.map((t) => t.track))}::text[],
        ${sql.param(chunk.map((t) => placeInQueue(input.seed, t.externalId)))}::int[])
      returning id, item_id`)
    for (const row of rows) ids.set(row.item_id, row.id)
  }
  return input.tasks.map((task) => ids.get(task.itemId)!)
}

/**
 * How many slots each task should have. [LAB-1] `overlap` for work; the campaign's gold rate spread over the gold
 * tasks; in a list campaign, the labelers listed for the task; none for practice.
 */
function wantedPerTask(campaign: Campaign) {
  const where = sql`t.pool_id = ${campaign.poolId} and t.campaign_id = ${campaign.id}`
  return campaign.assignment === 'list'
    ? sql`select t.id, t.slots, t.shuffle, count(l.person_id)::int as wanted from task t
          left join assignment_list l on l.pool_id = t.pool_id and l.task_id = t.id where ${where} group by t.pool_id, t.id`
    : sql`select t.id, t.slots, t.shuffle, case t.track when 'work' then ${campaign.overlap}::int when 'gold' then
            ceil(${campaign.goldRatePpm}::numeric / 1e6 * ${campaign.overlap}::int
              * count(*) filter (where t.track = 'work') over () / greatest(1, count(*) filter (where t.track = 'gold') over ()))::int
            else 0 end as wanted from task t where ${where}`
}

/** How many slots the campaign comes to when all of it is paid for: what to fund is this × price. */
export async function countWantedSlots(ctx: Ctx, campaign: Campaign): Promise<number> {
  const { rows } = await ctx.tx.execute<{ n: string }>(
    sql`select coalesce(sum(greatest(wanted, slots)), 0) as n from (${wantedPerTask(campaign)}) w`,
  )
  return Number(rows[0]!.n)
}

/** Opens slots in queue order, as far as the money goes. [LAB-1] @returns how many were opened. */
export async function openSlots(ctx: Ctx, campaign: Campaign): Promise<number> {
  const wanted = wantedPerTask(campaign)
  // Two at once (an upload and money that arrives) take turns: else both would commit money to the same slots.
  await ctx.tx.execute(
    sql`select 1 from campaign where pool_id = ${campaign.poolId} and id = ${campaign.id} for update`,
  )
  const { rows } = await ctx.tx.execute<{ lacking: string }>(
    sql`select coalesce(sum(greatest(0, wanted - slots)), 0) as lacking from (${wanted}) w`,
  )
  const lacking = Number(rows[0]!.lacking)
  if (lacking === 0) return 0
  const paid = await commitSlots(ctx, {
    poolId: campaign.poolId,
    campaignId: campaign.id,
    price: campaign.price,
    wanted: lacking,
  })
  if (paid === 0) return 0
  await ctx.tx.execute(sql`
    with wanted as (${wanted}),
    turn as (select id, wanted - slots as lacking, sum(wanted - slots) over (order by shuffle, id) - (wanted - slots) as before
             from wanted where wanted > slots),
    more as (select id, least(lacking, ${paid}::bigint - before)::int as n from turn where before < ${paid}::bigint)
    update task t set slots = t.slots + more.n, open_slots = t.open_slots + more.n
    from more where t.pool_id = ${campaign.poolId} and t.id = more.id`)
  return paid
}
