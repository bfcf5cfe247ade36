import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

export interface Annotation {
  assignmentId: string
  taskId: string
  personId: string
  value: string
  madeBy: string
  submittedAt: Date
  /** Keyed hash of the network it came from; null where it is not known. */
  addressClass: string | null
}

/** All answers of a campaign, ordered by external id of the item, then by person. */
export async function annotationsOf(ctx: Ctx, poolId: string, campaignId: string): Promise<Annotation[]> {
  const { rows } = await ctx.tx.execute<{
    assignment_id: string
    task_id: string
    person_id: string
    value: string
    made_by: string
    submitted_at: Date
    address_class: string | null
  }>(sql`
    select n.assignment_id, n.task_id, n.person_id, n.value, n.made_by, n.submitted_at, n.address_class from annotation n
    join task t on t.pool_id = n.pool_id and t.id = n.task_id join item i on i.pool_id = t.pool_id and i.id = t.item_id
    where n.pool_id = ${poolId} and n.campaign_id = ${campaignId} order by i.external_id collate "C", n.person_id`)
  return rows.map((row) => ({
    assignmentId: row.assignment_id,
    taskId: row.task_id,
    personId: row.person_id,
    value: row.value,
    madeBy: row.made_by,
    submittedAt: new Date(row.submitted_at),
    addressClass: row.address_class,
  }))
}
