import type { Ctx } from '@rowright/db'
import { questionOf } from '@rowright/tasktype'
import { sql } from 'drizzle-orm'
import type { Difference } from '../consensus/index.ts'
import { getCampaign } from '../pool/index.ts'

/**
 * Looks again at what decided about pay in a campaign: each answer to a control task against the known answer, as the
 * task type compares, and each pay against price × multiplier. [SET-26] @returns the first that differs, by external id.
 */
export async function verifyChecks(
  ctx: Ctx,
  of: { poolId: string; campaignId: string },
): Promise<Difference | null> {
  const { type, schema } = questionOf(await getCampaign(ctx, of.poolId, of.campaignId))
  const { rows } = await ctx.tx.execute<{
    external_id: string
    value: string
    answer: string
    passed: boolean
  }>(sql`
    select i.external_id, n.value, g.answer, k.passed from answer_check k
    join annotation n on n.pool_id = k.pool_id and n.assignment_id = k.assignment_id
    join gold g on g.pool_id = k.pool_id and g.task_id = k.task_id
    join task t on t.pool_id = k.pool_id and t.id = k.task_id join item i on i.pool_id = t.pool_id and i.id = t.item_id
    where k.pool_id = ${of.poolId} and k.campaign_id = ${of.campaignId} and k.gold and k.voided_at is null
    order by i.external_id collate "C", k.assignment_id`)
  for (const { external_id, value, answer, passed } of rows) {
    const right = type.agrees(schema, value, answer)
    if (right !== passed) return { of: external_id, field: 'check', stored: passed, recomputed: right }
  }
  const { rows: paid } = await ctx.tx.execute<{ external_id: string; pay: string; due: string }>(sql`
    select i.external_id, v.pay, a.price * a.multiplier_ppm / 1000000 as due from vesting v
    join assignment a on a.pool_id = v.pool_id and a.id = v.assignment_id
    join task t on t.pool_id = v.pool_id and t.id = v.task_id join item i on i.pool_id = t.pool_id and i.id = t.item_id
    where v.pool_id = ${of.poolId} and v.campaign_id = ${of.campaignId} and v.pay <> a.price * a.multiplier_ppm / 1000000
    order by i.external_id collate "C" limit 1`)
  const [wrong] = paid
  return wrong ? { of: wrong.external_id, field: 'pay', stored: wrong.pay, recomputed: wrong.due } : null
}
