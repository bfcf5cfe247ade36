import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import type { Label } from '../pool/index.ts'
import { caseTasks } from '../settlement/index.ts'

/** A case as its panelist sees it: tasks to answer, and nothing about whose they are or what was decided. [APP-3] */
export interface Case {
  appealId: string
  poolId: string
  poolName: string
  question: string
  guidelines: string
  taskType: string
  schema: Record<string, unknown>
  labels: Label[]
  decideBy: Date
  tasks: { taskId: string; payload: unknown; blob: string | null }[]
}

/** The cases that wait for a reviewer's vote. */
export async function casesOf(ctx: Ctx, personId: string): Promise<Case[]> {
  const { rows } = await ctx.tx.execute<{
    id: string
    pool_id: string
    pool_name: string
    window_id: string
    name: string
    guidelines: string
    task_type: string
    schema: Record<string, unknown>
    labels: Label[]
    decide_by: string
  }>(sql`
    select a.id, a.pool_id, p.name as pool_name, a.window_id, c.name, c.guidelines, c.task_type, c.schema, c.labels, a.decide_by
    from panelist s join appeal a on a.pool_id = s.pool_id and a.id = s.appeal_id join pool p on p.id = a.pool_id
    join campaign c on c.pool_id = a.pool_id and c.id = a.campaign_id
    where s.person_id = ${personId} and s.voted_at is null and a.state = 'open' order by a.decide_by, a.id limit 20`)
  const cases: Case[] = []
  for (const row of rows) {
    const tasks = await caseTasks(ctx, row.pool_id, row.window_id)
    const { rows: items } = await ctx.tx.execute<{ id: string; payload: unknown; blob: string | null }>(sql`
      select t.id, i.payload, i.blob from task t join item i on i.pool_id = t.pool_id and i.id = t.item_id
      where t.pool_id = ${row.pool_id} and t.id = any(${sql.param(tasks)}::uuid[]) order by t.shuffle, t.id`)
    cases.push({
      appealId: row.id,
      poolId: row.pool_id,
      poolName: row.pool_name,
      question: row.name,
      guidelines: row.guidelines,
      taskType: row.task_type,
      schema: row.schema,
      labels: row.labels,
      decideBy: new Date(row.decide_by),
      tasks: items.map((item) => ({ taskId: item.id, payload: item.payload, blob: item.blob })),
    })
  }
  return cases
}
