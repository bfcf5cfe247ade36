import type { Ctx } from '@rowright/db'
import type { Campaign } from '@rowright/pipeline/pool'
import { type Payload, questionOf, rankPairs } from '@rowright/tasktype'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type * as contract from '../resultContract.ts'

/** Answers that error rates are measured on: the newest. */
const MOST_COMPARED = 2_000

/** How far answers to control tasks are from what is known, where the task type measures that. */
export async function textErrors(
  ctx: Ctx,
  campaign: Campaign,
): Promise<z.infer<typeof contract.textErrors> | null> {
  const { type, schema } = questionOf(campaign)
  if (!type.measuresErrors) return null
  const { rows } = await ctx.tx.execute<{ value: string; truth: string }>(sql`
    select a.value, g.answer as truth from annotation a join gold g on g.pool_id = a.pool_id and g.task_id = a.task_id
    where a.pool_id = ${campaign.poolId} and a.campaign_id = ${campaign.id}
    order by a.submitted_at desc limit ${MOST_COMPARED}`)
  const found = type.errors(schema, rows)
  if (!found) return null
  const rate = ({ rate, low, high }: { rate: number; low: number; high: number }) => ({ rate, low, high })
  return { texts: rows.length, cer: rate(found.cer), wer: rate(found.wer) }
}

const MOST_RANKED = 100

/** Candidates of a pairwise campaign, the best first. Pairs that are kept as files are left out. */
export async function rankingView(ctx: Ctx, campaign: Campaign): Promise<z.infer<typeof contract.ranking>> {
  if (campaign.taskType !== 'pairwise') return { items: [], candidates: 0 }
  const { rows } = await ctx.tx.execute<{ payload: Payload; votes: Record<string, number> }>(sql`
    select i.payload, r.votes from task t join item i on i.pool_id = t.pool_id and i.id = t.item_id
    join lateral (select votes from result r where r.pool_id = t.pool_id and r.task_id = t.id order by r.round desc limit 1) r on true
    where t.pool_id = ${campaign.poolId} and t.campaign_id = ${campaign.id} and i.payload is not null
    order by i.external_id collate "C"`)
  const ranks = rankPairs(rows)
  return { items: ranks.slice(0, MOST_RANKED), candidates: ranks.length }
}
