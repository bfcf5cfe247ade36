import type { Ctx } from '@rowright/db'
import { measure } from '@rowright/pipeline/consensus'
import { countWantedSlots } from '@rowright/pipeline/labeling'
import { type Campaign, fundedOf } from '@rowright/pipeline/pool'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type * as contract from '../contract.ts'

/** How far a campaign is. */
export async function progressView(ctx: Ctx, campaign: Campaign): Promise<z.infer<typeof contract.progress>> {
  const where = sql`pool_id = ${campaign.poolId} and campaign_id = ${campaign.id}`
  const { rows: tasks } = await ctx.tx.execute<{
    tasks: number
    gold: number
    slots: number
    open: number
  }>(sql`
    select count(*) filter (where track <> 'practice')::int as tasks, count(*) filter (where track = 'gold')::int as gold,
      coalesce(sum(slots), 0)::int as slots, coalesce(sum(open_slots), 0)::int as open from task where ${where}`)
  const { rows: work } = await ctx.tx.execute<{ reserved: number; submitted: number; labelers: number }>(sql`
    select count(*) filter (where state = 'reserved')::int as reserved, count(*) filter (where state = 'submitted')::int as submitted,
      count(distinct person_id) filter (where state = 'submitted')::int as labelers from assignment where ${where}`)
  const { rows: judged } = await ctx.tx.execute<{ accepted: number; rejected: number; spent: string }>(sql`
    select count(*) filter (where decision = 'accepted')::int as accepted, count(*) filter (where decision = 'rejected')::int as rejected,
      coalesce(sum(price) filter (where decision = 'accepted'), 0) as spent from verdict where ${where}`)
  const { rows: minutes } = await ctx.tx.execute<{ ago: number; n: number }>(sql`
    select floor(extract(epoch from ${ctx.now()}::timestamptz - submitted_at) / 60)::int as ago, count(*)::int as n
    from annotation where ${where} and submitted_at > ${ctx.now()}::timestamptz - interval '1 hour' group by 1`)
  const perMinute = new Array<number>(60).fill(0)
  for (const row of minutes) if (row.ago >= 0 && row.ago < 60) perMinute[59 - row.ago] = row.n
  const quality = await measure(ctx, campaign.poolId, campaign.id)
  const decided = judged[0]!
  return {
    campaignId: campaign.id,
    status: campaign.status,
    settled: campaign.settledAt !== null,
    tasks: tasks[0]!.tasks,
    goldTasks: tasks[0]!.gold,
    slots: tasks[0]!.slots,
    wantedSlots: await countWantedSlots(ctx, campaign),
    openSlots: tasks[0]!.open,
    reserved: work[0]!.reserved,
    submitted: work[0]!.submitted,
    labelers: work[0]!.labelers,
    judged: decided.accepted + decided.rejected,
    accepted: decided.accepted,
    rejected: decided.rejected,
    results: quality.results,
    funded: String(await fundedOf(ctx, campaign.poolId, campaign.id)),
    committed: String(campaign.committed),
    spent: decided.spent,
    meanConfidencePpm: quality.meanConfidencePpm,
    alphaPpm: quality.alphaPpm,
    perMinute,
    distribution: quality.distribution,
    confidenceBins: quality.confidenceBins,
  }
}
