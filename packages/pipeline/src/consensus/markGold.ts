import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { setGoldClass } from '../labeling/index.ts'
import { contradictoryGold } from './errors.ts'
import { contradictedGold, insertGold } from './store.ts'

/**
 * Records the known answers of gold tasks. Repeating one changes nothing. [CNS-1]
 * @throws RowrightError `consensus/contradictory-gold` when a task has another answer already; nothing is written.
 */
export async function markGold(
  ctx: Ctx,
  poolId: string,
  rows: readonly { taskId: string; answer: string }[],
): Promise<void> {
  if (rows.length === 0) return
  const contradicted = await contradictedGold(ctx, poolId, rows)
  if (contradicted) throw contradictoryGold(contradicted)
  await insertGold(ctx, poolId, rows)
  await setGoldClass(
    ctx,
    poolId,
    rows.map(({ taskId, answer }) => ({ taskId, goldClass: answer })),
  )
}

/** Says that answers to gold tasks prove nothing about who gave them, in results either. [CNS-2] Repeating it changes nothing. */
export async function voidGoldAnswers(
  ctx: Ctx,
  poolId: string,
  assignmentIds: readonly string[],
): Promise<void> {
  await ctx.tx.execute(sql`insert into gold_void (pool_id, assignment_id, at)
    select ${poolId}, id, ${ctx.now()} from unnest(${sql.param([...assignmentIds])}::uuid[]) as id on conflict do nothing`)
}

/** Says that a control task is none any longer, because good labelers keep failing it. */
export async function suspendGold(ctx: Ctx, poolId: string, taskId: string): Promise<void> {
  await ctx.tx.execute(sql`update gold set suspended_at = ${ctx.now()}
    where pool_id = ${poolId} and task_id = ${taskId} and suspended_at is null`)
}
