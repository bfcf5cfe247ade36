import type { Ctx } from '@rowright/db'
import { addressesOf, getPerson, isSteward, selvesOf } from '@rowright/pipeline/people'
import type { Label, Payload } from '@rowright/tasktype'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type * as contract from '../contract.ts'
import { saidOf } from './said.ts'

/** A person as they see themselves. */
export async function personView(ctx: Ctx, personId: string): Promise<z.infer<typeof contract.person>> {
  const found = await getPerson(ctx, personId)
  const addresses = await addressesOf(ctx, personId)
  return {
    id: found.id,
    name: found.name,
    guest: addresses.length === 0,
    addresses,
    payoutAddress: addresses[0] ?? null,
    roles: (await isSteward(ctx, personId)) ? ['steward'] : [],
    createdAt: found.createdAt.toISOString(),
  }
}

type WorkRow = {
  id: string
  pool_id: string
  pool_name: string
  campaign_id: string
  campaign_name: string
  task_id: string
  external_id: string
  state: 'reserved' | 'submitted' | 'skipped' | 'expired'
  value: string | null
  task_type: string
  schema: unknown
  labels: Label[]
  payload: Payload | null
  price: string
  submitted_at: string | null
  decision: 'accepted' | 'rejected' | null
  reason_code: string | null
  evidence: Record<string, unknown> | null
  judged_at: string | null
}

/** What a person answered, newest first, with the verdict and why. */
export async function workOf(
  ctx: Ctx,
  input: {
    personId: string
    poolId?: string | undefined
    campaignId?: string | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<{ items: z.infer<typeof contract.workLine>[]; nextCursor: string | null }> {
  const selves = await selvesOf(ctx, input.personId)
  // Ids are UUIDs of version 7: their order is the order of reserving, so they make a steady cursor.
  const { rows } = await ctx.tx.execute<WorkRow>(sql`
    select a.id, a.pool_id, p.name as pool_name, a.campaign_id, c.name as campaign_name, a.task_id, i.external_id, a.state,
      n.value, c.task_type, c.schema, c.labels, i.payload, a.price * a.multiplier_ppm / 1000000 as price, n.submitted_at,
      coalesce(v.decision, case when w.state in ('failed', 'appealed') then 'rejected' end) as decision,
      coalesce(v.reason_code, w.reason_code) as reason_code, coalesce(v.evidence, w.evidence - 'tasks') as evidence,
      coalesce(v.at, w.decided_at) as judged_at
    from assignment a join pool p on p.id = a.pool_id join campaign c on c.pool_id = a.pool_id and c.id = a.campaign_id
    join task t on t.pool_id = a.pool_id and t.id = a.task_id join item i on i.pool_id = t.pool_id and i.id = t.item_id
    left join annotation n on n.pool_id = a.pool_id and n.assignment_id = a.id
    left join verdict v on v.pool_id = a.pool_id and v.assignment_id = a.id
    left join vesting x on x.pool_id = a.pool_id and x.assignment_id = a.id
    left join pay_window w on w.pool_id = x.pool_id and w.id = x.window_id and w.state in ('failed', 'appealed')
    where a.person_id = any(${sql.param(selves)}::uuid[]) and a.state <> 'expired'
      ${input.poolId ? sql`and a.pool_id = ${input.poolId}` : sql``}
      ${input.campaignId ? sql`and a.campaign_id = ${input.campaignId}` : sql``}
      ${input.cursor ? sql`and a.id < ${input.cursor}` : sql``}
    order by a.id desc limit ${input.limit + 1}`)
  const page = rows.slice(0, input.limit)
  return {
    items: page.map((row) => ({
      assignmentId: row.id,
      poolId: row.pool_id,
      poolName: row.pool_name,
      campaignId: row.campaign_id,
      campaignName: row.campaign_name,
      taskId: row.task_id,
      externalId: row.external_id,
      state: row.decision ?? row.state,
      value: row.value,
      said:
        row.value === null
          ? null
          : saidOf(
              { taskType: row.task_type, schema: row.schema, labels: row.labels },
              row.value,
              row.payload,
            ),
      price: row.price,
      submittedAt: row.submitted_at && new Date(row.submitted_at).toISOString(),
      reasonCode: row.reason_code,
      evidence: row.evidence,
      judgedAt: row.judged_at && new Date(row.judged_at).toISOString(),
    })),
    nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
  }
}
