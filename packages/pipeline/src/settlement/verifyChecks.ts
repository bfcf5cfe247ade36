import type { Ctx } from '@rowright/db'
import { questionOf } from '@rowright/tasktype'
import { type SQL, sql } from 'drizzle-orm'
import type { Difference } from '../consensus/index.ts'
import { getCampaign } from '../pool/index.ts'

/**
 * Looks again at what decided about pay in a campaign: each answer to a control task against the known answer, as the
 * task type compares; each pay that waits, each verdict and each amount that moved against price × multiplier of the
 * assignment. [SET-26] @returns the first that differs, by external id.
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
  const due = sql`a.price * a.multiplier_ppm / 1000000`
  const figures: [field: string, stored: SQL, from: SQL][] = [
    ['pay', sql`s.pay`, sql`vesting s`],
    ['verdict', sql`s.price * s.multiplier_ppm / 1000000`, sql`verdict s`],
    // What came back later came as one line for a whole window. [SET-24]
    [
      'transfer',
      sql`coalesce((select m.amount from transfer m where m.pool_id = s.pool_id and m.reason = 'accepted' and m.cause = s.assignment_id::text), 0)`,
      sql`(select * from verdict where decision = 'accepted' and reversed_at is null) s`,
    ],
  ]
  for (const [field, stored, from] of figures) {
    const { rows: wrong } = await ctx.tx.execute<{ external_id: string; stored: string; due: string }>(sql`
      select i.external_id, ${stored} as stored, ${due} as due from ${from}
      join assignment a on a.pool_id = s.pool_id and a.id = s.assignment_id
      join task t on t.pool_id = s.pool_id and t.id = s.task_id join item i on i.pool_id = t.pool_id and i.id = t.item_id
      where s.pool_id = ${of.poolId} and s.campaign_id = ${of.campaignId} and ${stored} <> ${due}
      order by i.external_id collate "C" limit 1`)
    const [first] = wrong
    if (first) return { of: first.external_id, field, stored: first.stored, recomputed: first.due }
  }
  return null
}
