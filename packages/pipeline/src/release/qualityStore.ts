import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

/** The known answers of a pool's control tasks. */
export async function goldOf(ctx: Ctx, poolId: string): Promise<{ taskId: string; answer: string }[]> {
  const { rows } = await ctx.tx.execute<{ taskId: string; answer: string }>(
    sql`select task_id as "taskId", answer from gold where pool_id = ${poolId}`,
  )
  return rows
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
