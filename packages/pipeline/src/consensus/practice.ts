import type { Ctx } from '@rowright/db'
import { RowrightError } from '@rowright/protocol'
import { questionOf } from '@rowright/tasktype'
import { sql } from 'drizzle-orm'
import type { Suggested } from '../labeling/index.ts'
import { getCampaign } from '../pool/index.ts'

interface PracticeItem {
  taskId: string
  payload: unknown
  blob: string | null
  suggestion: Suggested | null
}

/** A few practice tasks of a campaign, in queue order: open to all, never stored, never exported. */
export async function practiceItems(
  ctx: Ctx,
  input: { poolId: string; campaignId: string },
): Promise<PracticeItem[]> {
  const { rows } = await ctx.tx.execute<{ [K in keyof PracticeItem]: PracticeItem[K] }>(sql`
    select t.id as "taskId", i.payload, i.blob,
      (select json_build_object('value', s.value, 'model', s.model, 'version', s.version, 'confidencePpm', s.confidence_ppm)
        from suggestion s where s.pool_id = t.pool_id and s.task_id = t.id and s.source <> 'browser') as suggestion from task t join item i on i.pool_id = t.pool_id and i.id = t.item_id
    where t.pool_id = ${input.poolId} and t.campaign_id = ${input.campaignId} and t.track = 'practice' and t.aside_as is null order by t.shuffle limit 10`)
  return rows
}

/** Whether a practice answer is right, and what is. @throws RowrightError `consensus/not-practice`. */
export async function checkPractice(
  ctx: Ctx,
  input: { poolId: string; campaignId: string; taskId: string; value: unknown },
): Promise<{ correct: boolean; answer: string }> {
  const { rows } = await ctx.tx.execute<{ answer: string; payload: Record<string, unknown> | null }>(sql`
    select g.answer, i.payload from gold g join task t on t.pool_id = g.pool_id and t.id = g.task_id
    join item i on i.pool_id = t.pool_id and i.id = t.item_id
    where g.pool_id = ${input.poolId} and g.task_id = ${input.taskId} and t.campaign_id = ${input.campaignId} and t.track = 'practice'`)
  const row = rows[0]
  if (!row) {
    throw new RowrightError('consensus/not-practice', 'This is not a practice task.', {
      status: 404,
      field: 'taskId',
      hint: 'Only tasks of GET …/practice can be tried out.',
    })
  }
  const { type, schema } = questionOf(await getCampaign(ctx, input.poolId, input.campaignId))
  const value = type.parseValue(schema, input.value, row.payload)
  return { correct: type.agrees(schema, value, row.answer), answer: row.answer }
}
