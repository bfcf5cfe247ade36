import { type Ctx, emit } from '@rowright/db'
import { type SQL, sql } from 'drizzle-orm'
import { releaseSlots } from '../pool/index.ts'
import { letGo } from './expire.ts'

/** Why a task is set aside: what happened to its item; or it was a control task whose known answer does not hold. */
export type AsideAs =
  | 'quarantined'
  | 'withdrawn'
  | 'payload-missing'
  | 'gold-suspended'
  | 'unread'
  | 'superseded'

type Which = { poolId: string } & ({ taskIds: readonly string[] } | { itemIds: readonly string[] })

const among = (which: Which): SQL =>
  'taskIds' in which
    ? sql`t.pool_id = ${which.poolId} and t.id = any(${sql.param([...which.taskIds])}::uuid[])`
    : sql`t.pool_id = ${which.poolId} and t.item_id = any(${sql.param([...which.itemIds])}::uuid[])`

/**
 * Takes tasks out of the work: free slots go back to the budget, who holds one loses it without harm, answers given
 * stay. [LAB-20] A task that is aside already only changes its reason. @returns how many.
 */
export async function setAside(ctx: Ctx, which: Which, as: AsideAs): Promise<number> {
  const { rows } = await ctx.tx.execute<{
    id: string
    pool_id: string
    campaign_id: string
    price: string
    freed: number
  }>(sql`
    with leaving as (select t.pool_id, t.id, t.open_slots from task t where ${among(which)} order by t.id for update of t)
    update task t set aside_as = ${as}, closed_at = coalesce(t.closed_at, ${ctx.now()}), closed_as = coalesce(t.closed_as, 'set-aside'),
      slots = t.slots - l.open_slots, open_slots = 0
    from leaving l, campaign c where t.pool_id = l.pool_id and t.id = l.id and c.pool_id = t.pool_id and c.id = t.campaign_id
    returning t.id, t.pool_id, t.campaign_id, c.price, l.open_slots as freed`)
  if (rows.length === 0) return 0
  for (const [campaignId, tasks] of Map.groupBy(rows, (row) => row.campaign_id)) {
    const { pool_id: poolId, price } = tasks[0]!
    const slots = tasks.reduce((sum, task) => sum + task.freed, 0)
    await releaseSlots(ctx, { poolId, campaignId, price: BigInt(price), slots })
  }
  // The task is closed by now, so what they held goes back to the budget too.
  const held = sql`a.pool_id = ${which.poolId} and a.task_id = any(${sql.param(rows.map((row) => row.id))}::uuid[])`
  while ((await letGo(ctx, held, 'expired', { wait: true })) > 0);
  return rows.length
}

/**
 * Brings tasks back, as they were before they were set aside for one of these reasons. Their slots open with
 * `openSlots`. [LAB-20] @returns the campaigns they are of.
 */
export async function bringBack(ctx: Ctx, which: Which, from: readonly AsideAs[]): Promise<string[]> {
  const { rows } = await ctx.tx.execute<{ campaign_id: string }>(sql`
    update task t set aside_as = null, closed_at = case when t.closed_as = 'set-aside' then null else t.closed_at end,
      closed_as = nullif(t.closed_as, 'set-aside')
    where ${among(which)} and t.aside_as = any(${sql.param([...from])}::text[]) returning t.campaign_id`)
  return [...new Set(rows.map((row) => row.campaign_id))]
}

/** Sets tasks aside whose item's content turned out to be gone, and says so. [LAB-20, ITM-9] */
export async function payloadGone(ctx: Ctx, poolId: string, taskIds: readonly string[]): Promise<void> {
  if (taskIds.length === 0) return
  await setAside(ctx, { poolId, taskIds }, 'payload-missing')
  for (const taskId of taskIds) await emit(ctx, 'item.payload-missing', poolId, { taskId })
}
