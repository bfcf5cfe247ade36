import type { Ctx } from '@rowright/db'
import { MOST_PER_GOLD } from '@rowright/protocol'
import { questionOf } from '@rowright/tasktype'
import { sql } from 'drizzle-orm'
import type { Campaign } from '../pool/index.ts'
import { gold, refit } from './consensus.sql.ts'

/** Rows per statement: one JSON parameter of a few MB at most. */
const CHUNK = 5_000

/** One refit of a campaign at a time; released with the transaction. */
export async function lockCampaign(ctx: Ctx, poolId: string, campaignId: string): Promise<void> {
  await ctx.tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`refit ${poolId} ${campaignId}`}, 0))`,
  )
}

/** The same for deciding, for who comes first: false when another is at it. */
export async function tryCampaign(ctx: Ctx, poolId: string, campaignId: string): Promise<boolean> {
  const { rows } = await ctx.tx.execute<{ got: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`refit ${poolId} ${campaignId}`}, 0)) as got`,
  )
  return rows[0]!.got
}

export async function contradictedGold(
  ctx: Ctx,
  poolId: string,
  rows: readonly { taskId: string; answer: string }[],
): Promise<string | undefined> {
  const { rows: found } = await ctx.tx.execute<{ task_id: string }>(sql`
    select g.task_id from gold g
    join unnest(${sql.param(rows.map((r) => r.taskId))}::uuid[], ${sql.param(rows.map((r) => r.answer))}::text[]) n(task_id, answer)
      on n.task_id = g.task_id
    where g.pool_id = ${poolId} and g.answer <> n.answer limit 1`)
  return found[0]?.task_id
}

export async function insertGold(
  ctx: Ctx,
  poolId: string,
  rows: readonly { taskId: string; answer: string; since?: Date }[],
) {
  for (let from = 0; from < rows.length; from += CHUNK) {
    const values = rows.slice(from, from + CHUNK).map((row) => ({ poolId, ...row }))
    await ctx.tx.insert(gold).values(values).onConflictDoNothing()
  }
}

/** Answers to the gold of a campaign, as they came, with what was known. */
export async function goldAnswers(ctx: Ctx, poolId: string, campaignId: string) {
  const { rows } = await ctx.tx.execute<{
    person_id: string
    task_id: string
    assignment_id: string
    value: string
    answer: string
  }>(sql`
    select n.person_id, n.task_id, n.assignment_id, n.value, g.answer
    from annotation n join gold g on g.pool_id = n.pool_id and g.task_id = n.task_id
    where n.pool_id = ${poolId} and n.campaign_id = ${campaignId} and n.submitted_at > coalesce(g.since, '-infinity') and g.suspended_at is null
      and not exists (select 1 from gold_void o where o.pool_id = n.pool_id and o.assignment_id = n.assignment_id)
    order by n.submitted_at, n.assignment_id`)
  return rows
}

/** Known answers of a campaign's gold tasks. */
export async function goldOf(ctx: Ctx, poolId: string, campaignId: string): Promise<Map<string, string>> {
  const { rows } = await ctx.tx.execute<{ task_id: string; answer: string }>(sql`
    select g.task_id, g.answer from gold g join task t on t.pool_id = g.pool_id and t.id = g.task_id
    where g.pool_id = ${poolId} and t.campaign_id = ${campaignId} and g.suspended_at is null`)
  return new Map(rows.map((row) => [row.task_id, row.answer]))
}

/** Gold tasks of a campaign that still have answers to give, by known answer. */
export async function freshGold(ctx: Ctx, poolId: string, campaignId: string): Promise<Map<string, number>> {
  const { rows } = await ctx.tx.execute<{ answer: string; n: number }>(sql`
    select g.answer, count(*)::int as n from gold g join task t on t.pool_id = g.pool_id and t.id = g.task_id
    where g.pool_id = ${poolId} and t.campaign_id = ${campaignId} and g.suspended_at is null and t.track = 'gold'
      and t.slots - t.open_slots < ${MOST_PER_GOLD} group by g.answer`)
  return new Map(rows.map((row) => [row.answer, row.n]))
}

/** What the items of a campaign show, by task, as far as it is not kept in files. */
export async function payloadsOf(ctx: Ctx, poolId: string, campaignId: string) {
  const { rows } = await ctx.tx.execute<{ id: string; payload: Record<string, unknown> }>(sql`
    select t.id, i.payload from task t join item i on i.pool_id = t.pool_id and i.id = t.item_id
    where t.pool_id = ${poolId} and t.campaign_id = ${campaignId} and i.payload is not null`)
  return new Map(rows.map((row) => [row.id, row.payload]))
}

/** What a machine had put in view of each assisted answer of a campaign, in the type's stored form. */
export async function suggestedIn(ctx: Ctx, campaign: Campaign): Promise<Map<string, string>> {
  const { type, schema } = questionOf(campaign)
  if (type.suggests(schema) === 'none') return new Map()
  const { rows } = await ctx.tx.execute<{ id: string; value: string }>(sql`
    select a.id, s.value from assignment a join suggestion s on s.pool_id = a.pool_id and s.id = a.suggestion_id
    where a.pool_id = ${campaign.poolId} and a.campaign_id = ${campaign.id} and a.state = 'submitted'`)
  return new Map(rows.map((row) => [row.id, type.parseValue(schema, row.value, null)]))
}

/** Tasks of the audit sample that have all their answers. */
export async function auditedTasks(ctx: Ctx, poolId: string, campaignId: string): Promise<string[]> {
  const { rows } = await ctx.tx.execute<{ id: string }>(sql`select id from task
    where pool_id = ${poolId} and campaign_id = ${campaignId} and audit and closed_at is not null`)
  return rows.map((row) => row.id)
}

/**
 * Tasks that are decided: every paid slot is answered, or with a target confidence no more answers are needed; all
 * tasks once the campaign is closed. [CNS-4]
 */
export async function readyTasks(ctx: Ctx, campaign: Campaign): Promise<string[]> {
  const adaptive = campaign.targetConfidencePpm !== null
  const { rows } = await ctx.tx.execute<{ id: string }>(sql`
    select t.id from task t where t.pool_id = ${campaign.poolId} and t.campaign_id = ${campaign.id}
    and (${campaign.status === 'closed'} or t.closed_at is not null or (t.slots > 0 and (t.track <> 'work' or not ${adaptive}) and t.open_slots = 0 and not exists (
      select 1 from assignment a where a.pool_id = t.pool_id and a.task_id = t.id and a.state = 'reserved')))`)
  return rows.map((row) => row.id)
}

export async function lastRefit(ctx: Ctx, poolId: string, campaignId: string) {
  const { rows } = await ctx.tx.execute<{
    id: string
    input_sha256: string
    method: string
    version: string
  }>(sql`
    select id, input_sha256, method, version from refit
    where pool_id = ${poolId} and campaign_id = ${campaignId} order by at desc, id desc limit 1`)
  return rows[0]
}

/** Says how many answers a refit that found nothing new had read. */
export async function markRead(ctx: Ctx, poolId: string, refitId: string, read: number): Promise<void> {
  await ctx.tx.execute(sql`update refit set read = ${read} where pool_id = ${poolId} and id = ${refitId}`)
}

export async function insertRefit(
  ctx: Ctx,
  row: Omit<typeof refit.$inferInsert, 'id' | 'at'>,
): Promise<string> {
  const [made] = await ctx.tx
    .insert(refit)
    .values({ ...row, at: ctx.now() })
    .returning({ id: refit.id })
  return made!.id
}

export interface NewResult {
  taskId: string
  round: number
  value: string
  confidencePpm: number
  posteriorPpm: Record<string, number>
  votes: Record<string, number>
  annotations: string[]
}

export async function latestResults(ctx: Ctx, poolId: string, campaignId: string) {
  const { rows } = await ctx.tx.execute<{
    task_id: string
    round: number
    value: string
    confidence_ppm: number
    annotations: string[]
  }>(sql`select distinct on (task_id) task_id, round, value, confidence_ppm, annotations from result
    where pool_id = ${poolId} and campaign_id = ${campaignId} order by task_id, round desc`)
  return new Map(
    rows.map((row) => [
      row.task_id,
      { round: row.round, value: row.value, confidencePpm: row.confidence_ppm, annotations: row.annotations },
    ]),
  )
}

export async function insertResults(
  ctx: Ctx,
  of: { poolId: string; campaignId: string; refitId: string; method: string; version: string },
  results: readonly NewResult[],
): Promise<void> {
  for (let from = 0; from < results.length; from += CHUNK) {
    const json = JSON.stringify(results.slice(from, from + CHUNK))
    await ctx.tx.execute(sql`
      insert into result (pool_id, task_id, round, campaign_id, refit_id, value, confidence_ppm, posterior_ppm, votes,
        method, version, annotations, at)
      select ${of.poolId}, r."taskId", r.round, ${of.campaignId}, ${of.refitId}, r.value, r."confidencePpm",
        r."posteriorPpm", r.votes, ${of.method}, ${of.version}, r.annotations, ${ctx.now()}
      from jsonb_to_recordset(${json}::jsonb) as r("taskId" uuid, round int, value text, "confidencePpm" int,
        "posteriorPpm" jsonb, votes jsonb, annotations jsonb)`)
  }
}

export async function insertSkills(
  ctx: Ctx,
  poolId: string,
  refitId: string,
  rows: readonly {
    personId: string
    accuracyPpm: number
    lowPpm: number
    highPpm: number
    annotations: number
  }[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    const json = JSON.stringify(rows.slice(from, from + CHUNK))
    await ctx.tx.execute(sql`
      insert into skill (pool_id, refit_id, person_id, accuracy_ppm, low_ppm, high_ppm, annotations)
      select ${poolId}, ${refitId}, r."personId", r."accuracyPpm", r."lowPpm", r."highPpm", r.annotations
      from jsonb_to_recordset(${json}::jsonb)
        as r("personId" uuid, "accuracyPpm" int, "lowPpm" int, "highPpm" int, annotations int)`)
  }
}
