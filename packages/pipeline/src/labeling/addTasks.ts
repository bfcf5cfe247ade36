import type { Ctx } from '@rowright/db'
import { sha256Hex } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import { quarantinedAmong } from '../item/index.ts'
import { getCampaign } from '../pool/index.ts'
import { setAside } from './setAside.ts'

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
 * and gold that was uploaded apart, or first, would show by its place in time. [LAB-9] A seeded sample of the work is
 * kept for the audit. [LAB-16] Tasks of quarantined items are set aside. [LAB-20]
 * @returns task ids in order.
 */
export async function addTasks(
  ctx: Ctx,
  input: { poolId: string; campaignId: string; seed: string; tasks: readonly NewTask[] },
): Promise<string[]> {
  const { auditPpm, coinSeed } = await getCampaign(ctx, input.poolId, input.campaignId)
  const audited = ({ track, externalId }: NewTask) =>
    track === 'work' && placeInQueue(`audit ${coinSeed}`, externalId) < (auditPpm / 1_000_000) * 2 ** 31
  const ids = new Map<string, string>()
  for (let from = 0; from < input.tasks.length; from += CHUNK) {
    const chunk = input.tasks.slice(from, from + CHUNK)
    const { rows } = await ctx.tx.execute<{ id: string; item_id: string }>(sql`
      insert into task (id, pool_id, campaign_id, item_id, track, shuffle, audit)
      select gen_random_uuid(), ${input.poolId}, ${input.campaignId}, * from unnest(
        ${sql.param(chunk.map((t) => t.itemId))}::uuid[], ${sql.param(chunk.map((t) => t.track))}::text[],
        ${sql.param(chunk.map((t) => placeInQueue(input.seed, t.externalId)))}::int[], ${sql.param(chunk.map(audited))}::bool[])
      returning id, item_id`)
    for (const row of rows) ids.set(row.item_id, row.id)
  }
  const kept = await quarantinedAmong(ctx, input.poolId, [...ids.keys()])
  for (const [as, items] of Map.groupBy(kept, ([, state]) => state)) {
    const taskIds = items.map(([itemId]) => ids.get(itemId)!)
    await setAside(ctx, { poolId: input.poolId, taskIds }, as)
  }
  return input.tasks.map((task) => ids.get(task.itemId)!)
}

/** Groups of gold tasks that the balanced draw takes in turn. [LAB-14] */
export async function setGoldClass(
  ctx: Ctx,
  poolId: string,
  rows: readonly { taskId: string; goldClass: string }[],
): Promise<void> {
  await ctx.tx.execute(sql`
    update task t set gold_class = g.gold_class from unnest(${sql.param(rows.map((r) => r.taskId))}::uuid[],
      ${sql.param(rows.map((r) => r.goldClass))}::text[]) g(id, gold_class) where t.pool_id = ${poolId} and t.id = g.id`)
}

/** Makes gold of work that is decided. @returns those that were work until now. */
export async function toGold(
  ctx: Ctx,
  poolId: string,
  rows: readonly { taskId: string; goldClass: string }[],
): Promise<string[]> {
  if (rows.length === 0) return []
  const { rows: made } = await ctx.tx.execute<{ id: string }>(sql`
    update task t set track = 'gold', gold_class = g.gold_class from unnest(${sql.param(rows.map((r) => r.taskId))}::uuid[],
      ${sql.param(rows.map((r) => r.goldClass))}::text[]) g(id, gold_class)
    where t.pool_id = ${poolId} and t.id = g.id and t.track = 'work' returning t.id`)
  return made.map((row) => row.id)
}
