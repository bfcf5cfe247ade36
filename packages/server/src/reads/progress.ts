import type { Ctx } from '@rowright/db'
import { measure } from '@rowright/pipeline/consensus'
import { countWantedSlots, leastAnswers } from '@rowright/pipeline/labeling'
import { accounts, balanceOf } from '@rowright/pipeline/ledger'
import { type Campaign, COLLECT, fundedOf } from '@rowright/pipeline/pool'
import { openRejections } from '@rowright/pipeline/settlement'
import { questionOf } from '@rowright/tasktype'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { progress } from '../progressContract.ts'
import { textErrors } from './answers.ts'
import { collectionAsCampaign } from './collection.ts'

/** How far a campaign is. */
export async function progressView(ctx: Ctx, campaign: Campaign): Promise<z.infer<typeof progress>> {
  if (campaign.taskType === COLLECT) return collectionAsCampaign(ctx, campaign)
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
    appealable:
      (await openRejections(ctx, { poolId: campaign.poolId, campaignId: campaign.id }))?.answers ?? 0,
    results: quality.results,
    funded: String(await fundedOf(ctx, campaign.poolId, campaign.id)),
    committed: String(campaign.committed),
    spent: decided.spent,
    held: String(await balanceOf(ctx, campaign.poolId, accounts.held(campaign.id))),
    meanConfidencePpm: quality.meanConfidencePpm,
    alphaPpm: quality.alphaPpm,
    adaptive: await adaptiveView(ctx, campaign),
    perMinute,
    distribution: distributionOf(campaign, quality.distribution),
    confidenceBins: quality.confidenceBins,
    textErrors: await textErrors(ctx, campaign),
  }
}

/** Results by what of them is counted. */
function distributionOf(campaign: Campaign, byValue: Record<string, number>): Record<string, number> {
  const { type, schema } = questionOf(campaign)
  const counts = new Map<string, number>()
  for (const [value, results] of Object.entries(byValue))
    for (const part of type.parts(schema, value)) counts.set(part, (counts.get(part) ?? 0) + results)
  return Object.fromEntries(counts)
}

/** How far the tasks of a campaign with a target confidence are decided. */
async function adaptiveView(ctx: Ctx, campaign: Campaign) {
  if (campaign.targetConfidencePpm === null) return null
  const where = sql`pool_id = ${campaign.poolId} and campaign_id = ${campaign.id}`
  const { rows } = await ctx.tx.execute<{
    confident: number
    allAnswers: number
    reviewed: number
    undecided: number
    escalated: number
    auditTasks: number
  }>(sql`
    select count(*) filter (where closed_as = 'confident')::int as confident,
      count(*) filter (where closed_as = 'all-answers')::int as "allAnswers",
      count(*) filter (where closed_as = 'reviewed')::int as reviewed,
      count(*) filter (where closed_at is null)::int as undecided,
      count(*) filter (where closed_at is null and escalated_at is not null)::int as escalated,
      count(*) filter (where audit)::int as "auditTasks"
    from task where ${where} and track = 'work' and slots > 0`)
  const { rows: last } = await ctx.tx.execute<{ read: number; auditItems: number; auditErrors: number }>(sql`
    select read, audit_items as "auditItems", audit_errors as "auditErrors" from refit where ${where} order by at desc, id desc limit 1`)
  return {
    least: leastAnswers(campaign),
    ...rows[0]!,
    ...(last[0] ?? { read: 0, auditItems: 0, auditErrors: 0 }),
  }
}
