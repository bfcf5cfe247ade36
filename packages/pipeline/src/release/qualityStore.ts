import type { Ctx } from '@rowright/db'
import type { Question } from '@rowright/tasktype'
import { sql } from 'drizzle-orm'

export interface Gold {
  taskId: string
  campaignId: string
  campaign: string
  answer: string
  question: Question
}

/** The known answers of a pool's control tasks, each with the question it is an answer to. */
export async function goldOf(ctx: Ctx, poolId: string): Promise<Gold[]> {
  const { rows } = await ctx.tx.execute<{
    task_id: string
    campaign_id: string
    campaign: string
    answer: string
    task_type: string
    schema: unknown
    labels: Question['labels']
  }>(sql`
    select g.task_id, c.id as campaign_id, c.name as campaign, g.answer, c.task_type, c.schema, c.labels from gold g
    join task t on t.pool_id = g.pool_id and t.id = g.task_id
    join campaign c on c.pool_id = t.pool_id and c.id = t.campaign_id where g.pool_id = ${poolId} order by c.created_at, c.id, g.task_id`)
  return rows.map(({ task_id, campaign_id, campaign, answer, task_type, schema, labels }) => ({
    taskId: task_id,
    campaignId: campaign_id,
    campaign,
    answer,
    question: { taskType: task_type, schema, labels },
  }))
}

/** Agreement as each campaign's last refit measured it. */
export async function agreementOf(ctx: Ctx, poolId: string) {
  const { rows } = await ctx.tx.execute<{
    campaign: string
    alphaPpm: number | null
    annotations: number
  }>(sql`
    select c.name as campaign, f.alpha_ppm as "alphaPpm", f.annotations
    from (select distinct on (campaign_id) * from refit where pool_id = ${poolId} order by campaign_id, at desc, id desc) f
    join campaign c on c.pool_id = f.pool_id and c.id = f.campaign_id order by c.created_at, c.id`)
  return rows
}
