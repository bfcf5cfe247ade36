import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { type Campaign, commitSlots, releaseSlots } from '../pool/index.ts'

/** Why no more answers are needed. Tasks that are set aside are closed too (`setAside`). */
export type ClosedAs = 'confident' | 'all-answers' | 'reviewed'

/**
 * Says of tasks that they need no more answers; what was committed to their free slots is free for others. [LAB-16]
 * Who holds one of them still may answer, and is paid. @returns how many slots were given back.
 */
export async function closeTasks(
  ctx: Ctx,
  campaign: Campaign,
  tasks: readonly { taskId: string; as: ClosedAs }[],
): Promise<number> {
  if (tasks.length === 0) return 0
  const { rows } = await ctx.tx.execute<{ freed: number }>(sql`
    with closing as (select t.pool_id, t.id, t.open_slots, c.closed_as from task t join unnest(
        ${sql.param(tasks.map((one) => one.taskId))}::uuid[], ${sql.param(tasks.map((one) => one.as))}::text[]) c(id, closed_as)
      on c.id = t.id where t.pool_id = ${campaign.poolId} and t.closed_at is null order by t.id for update of t)
    update task t set closed_at = ${ctx.now()}, closed_as = closing.closed_as, slots = t.slots - closing.open_slots, open_slots = 0
    from closing where t.pool_id = closing.pool_id and t.id = closing.id returning closing.open_slots as freed`)
  const freed = rows.reduce((sum, row) => sum + row.freed, 0)
  await releaseSlots(ctx, {
    poolId: campaign.poolId,
    campaignId: campaign.id,
    price: campaign.price,
    slots: freed,
  })
  return freed
}

/**
 * One more slot for each of these tasks, as far as the money goes; a closed one is open again. [LAB-16, LAB-18]
 * @param escalated only reviewers get it. @returns the tasks that have one.
 */
export async function openMore(
  ctx: Ctx,
  campaign: Campaign,
  taskIds: readonly string[],
  { escalated = false } = {},
): Promise<string[]> {
  if (taskIds.length === 0) return []
  const paid = await commitSlots(ctx, {
    poolId: campaign.poolId,
    campaignId: campaign.id,
    price: campaign.price,
    wanted: taskIds.length,
  })
  const opened = taskIds.slice(0, paid)
  if (paid === 0) return opened
  await ctx.tx.execute(sql`
    update task t set slots = t.slots + 1, open_slots = t.open_slots + 1, closed_at = null, closed_as = null,
      escalated_at = case when ${escalated} then ${ctx.now()} else t.escalated_at end
    where t.pool_id = ${campaign.poolId} and t.id = any(${sql.param(opened)}::uuid[])`)
  return opened
}

/** Whether a campaign has work that is not decided: asked before closed tasks are looked at again. */
export async function undecidedLeft(ctx: Ctx, campaign: Campaign): Promise<boolean> {
  const { rows } = await ctx.tx.execute(sql`
    select 1 from task where pool_id = ${campaign.poolId} and campaign_id = ${campaign.id} and track = 'work' and slots > 0
      and closed_at is null limit 1`)
  return rows.length > 0
}

/** Of these tasks those that were closed for being sure and may have more answers. [LAB-16] */
export async function closedTasks(
  ctx: Ctx,
  campaign: Campaign,
  taskIds: readonly string[],
): Promise<string[]> {
  const room =
    campaign.assignment === 'list'
      ? sql`least(${campaign.overlap}::int, (select count(*) from assignment_list l where l.pool_id = t.pool_id and l.task_id = t.id))`
      : sql`${campaign.overlap}::int`
  const { rows } = await ctx.tx.execute<{ id: string }>(sql`
    select t.id from task t where t.pool_id = ${campaign.poolId} and t.id = any(${sql.param([...taskIds])}::uuid[])
      and t.closed_as = 'confident' and t.aside_as is null and t.slots < ${room}`)
  return rows.map((row) => row.id)
}
