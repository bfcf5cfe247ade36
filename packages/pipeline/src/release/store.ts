import type { Ctx } from '@rowright/db'
import { and, desc, eq, sql } from 'drizzle-orm'
import { release, releaseConsent, releaseSource } from './release.sql.ts'

export type Release = typeof release.$inferSelect

/** One release of a pool at a time; released with the transaction. */
export async function lockReleases(ctx: Ctx, poolId: string): Promise<void> {
  await ctx.tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`release ${poolId}`}, 0))`)
}

/** Tasks with a result, by external id (code points), the older first where two campaigns share an item. */
export async function resolvedTasks(ctx: Ctx, poolId: string): Promise<string[]> {
  const { rows } = await ctx.tx.execute<{ id: string }>(sql`
    select t.id from task t join item i on i.pool_id = t.pool_id and i.id = t.item_id
    where t.pool_id = ${poolId} and (t.aside_as is null or t.aside_as = 'gold-suspended') and exists (select 1 from result r where r.pool_id = t.pool_id and r.task_id = t.id)
    order by i.external_id collate "C", t.id`)
  return rows.map((row) => row.id)
}

export type TaskRow = {
  id: string
  campaign_id: string
  campaign: string
  task_type: string
  schema: unknown
  labels: { value: string; label: string }[]
  assignment: 'open' | 'list'
  external_id: string
  sha256: string
  payload: unknown
  blob: string | null
  provenance: unknown
  giver_id: string
  overlap_min: number
  value: string
  confidence_ppm: number
  method: string
  version: string
  votes: Record<string, number>
  /** Assignment ids of the annotations behind the result. */
  contributing: string[]
}

/** Items and current results of tasks. */
export async function taskRows(
  ctx: Ctx,
  poolId: string,
  taskIds: readonly string[],
): Promise<Map<string, TaskRow>> {
  const { rows } = await ctx.tx.execute<TaskRow>(sql`
    select t.id, t.campaign_id, c.name as campaign, c.task_type, c.schema, c.labels, c.assignment, i.external_id, i.sha256, i.payload, i.blob, i.provenance,
      i.giver_id, c.overlap_min, r.value, r.confidence_ppm, r.method, r.version, r.votes, r.annotations as contributing
    from task t
    join item i on i.pool_id = t.pool_id and i.id = t.item_id
    join campaign c on c.pool_id = t.pool_id and c.id = t.campaign_id
    join lateral (select * from result r where r.pool_id = t.pool_id and r.task_id = t.id order by r.round desc limit 1) r on true
    where t.pool_id = ${poolId} and t.id = any(${sql.param([...taskIds])}::uuid[])`)
  return new Map(rows.map((row) => [row.id, row]))
}

export type AnswerRow = {
  task_id: string
  assignment_id: string
  person_id: string
  value: string
  made_by: string
  suggestion: { value: string; model: string; version: string; confidence: number | null } | null
  verdict: 'accepted' | 'rejected' | 'undecided'
}

/** Annotations of tasks with their verdicts; those of accounts found bad are gone. [REL-18] */
export async function answerRows(
  ctx: Ctx,
  poolId: string,
  taskIds: readonly string[],
): Promise<Map<string, AnswerRow[]>> {
  const { rows } = await ctx.tx.execute<AnswerRow>(sql`
    select n.task_id, n.assignment_id, n.person_id, n.value, n.made_by, coalesce(v.decision, 'undecided') as verdict,
      (select json_build_object('value', s.value, 'model', s.model, 'version', s.version, 'confidence', s.confidence_ppm / 1e6)
        from assignment a join suggestion s on s.pool_id = a.pool_id and s.id = a.suggestion_id
        where n.made_by <> 'human' and a.pool_id = n.pool_id and a.id = n.assignment_id) as suggestion
    from annotation n left join verdict v on v.pool_id = n.pool_id and v.assignment_id = n.assignment_id
    where n.pool_id = ${poolId} and n.task_id = any(${sql.param([...taskIds])}::uuid[])
      and not exists (select 1 from bad_account b where b.pool_id = n.pool_id and b.person_id = n.person_id)`)
  return Map.groupBy(rows, (row) => row.task_id)
}

/** Everybody who answered in a pool. */
export async function labelersOf(ctx: Ctx, poolId: string): Promise<string[]> {
  const { rows } = await ctx.tx.execute<{ person_id: string }>(
    sql`select distinct person_id from standing where pool_id = ${poolId}`,
  )
  return rows.map((row) => row.person_id)
}

/** Everybody but the requester who gave an item of a pool. */
export async function giversOf(ctx: Ctx, poolId: string): Promise<string[]> {
  const { rows } = await ctx.tx.execute<{ giver_id: string }>(sql`
    select distinct i.giver_id from item i join pool p on p.id = i.pool_id
    where i.pool_id = ${poolId} and i.giver_id <> p.requester_id`)
  return rows.map((row) => row.giver_id)
}

export type SkillRow = {
  campaign_id: string
  person_id: string
  accuracy_ppm: number
  low_ppm: number
  high_ppm: number
}

/** Skills as each campaign's last refit measured them. */
export async function latestSkills(ctx: Ctx, poolId: string): Promise<SkillRow[]> {
  const { rows } = await ctx.tx.execute<SkillRow>(sql`
    select f.campaign_id, s.person_id, s.accuracy_ppm, s.low_ppm, s.high_ppm
    from (select distinct on (campaign_id) id, campaign_id from refit where pool_id = ${poolId}
      order by campaign_id, at desc, id desc) f
    join skill s on s.pool_id = ${poolId} and s.refit_id = f.id`)
  return rows
}

export async function insertRelease(
  ctx: Ctx,
  row: Omit<typeof release.$inferInsert, 'id'>,
): Promise<Release> {
  const [made] = await ctx.tx.insert(release).values(row).returning()
  return made!
}

const CHUNK = 5_000

export async function insertRows(
  ctx: Ctx,
  of: { poolId: string; releaseId: string },
  rows: readonly { taskId: string; commitment: string; salt: string }[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    const chunk = rows.slice(from, from + CHUNK)
    await ctx.tx.execute(sql`
      insert into release_row (pool_id, release_id, task_id, commitment, salt)
      select ${of.poolId}, ${of.releaseId}, * from unnest(${sql.param(chunk.map((r) => r.taskId))}::uuid[],
        ${sql.param(chunk.map((r) => r.commitment))}::text[], ${sql.param(chunk.map((r) => r.salt))}::text[])`)
  }
}

export async function insertWeights(
  ctx: Ctx,
  of: { poolId: string; releaseId: string },
  weights: readonly { personId: string; weightPpm: bigint; rows: number }[],
): Promise<void> {
  for (let from = 0; from < weights.length; from += CHUNK) {
    const chunk = weights.slice(from, from + CHUNK)
    await ctx.tx.execute(sql`
      insert into release_weight (pool_id, release_id, person_id, weight_ppm, rows)
      select ${of.poolId}, ${of.releaseId}, * from unnest(${sql.param(chunk.map((w) => w.personId))}::uuid[],
        ${sql.param(chunk.map((w) => String(w.weightPpm)))}::bigint[], ${sql.param(chunk.map((w) => w.rows))}::int[])`)
  }
}

export async function insertConsents(
  ctx: Ctx,
  of: { poolId: string; releaseId: string },
  consents: Map<string, { personId: string; bodyHash: string }>,
): Promise<void> {
  const all = [...consents].map(([consentId, held]) => ({ ...of, consentId, ...held }))
  for (let from = 0; from < all.length; from += CHUNK)
    await ctx.tx.insert(releaseConsent).values(all.slice(from, from + CHUNK))
}

export async function insertSources(
  ctx: Ctx,
  of: { poolId: string; releaseId: string },
  sources: Map<string, { weightPpm: bigint; rows: number }>,
): Promise<void> {
  const all = [...sources].map(([host, held]) => ({ ...of, host, ...held }))
  for (let from = 0; from < all.length; from += CHUNK)
    await ctx.tx.insert(releaseSource).values(all.slice(from, from + CHUNK))
}

export async function latest(ctx: Ctx, poolId: string): Promise<Release | undefined> {
  const [row] = await ctx.tx
    .select()
    .from(release)
    .where(eq(release.poolId, poolId))
    .orderBy(desc(release.version))
    .limit(1)
  return row
}

export async function all(ctx: Ctx, poolId: string): Promise<Release[]> {
  return ctx.tx.select().from(release).where(eq(release.poolId, poolId)).orderBy(desc(release.version))
}

export async function byId(ctx: Ctx, poolId: string, releaseId: string): Promise<Release | undefined> {
  const [row] = await ctx.tx
    .select()
    .from(release)
    .where(and(eq(release.poolId, poolId), eq(release.id, releaseId)))
  return row
}

/** The oldest release that is not on chain yet, of a pool that is. */
export async function firstUnanchored(ctx: Ctx) {
  const { rows } = await ctx.tx.execute<{ pool_id: string; id: string; chain_pool_id: string }>(sql`
    select r.pool_id, r.id, p.chain_pool_id from release r join pool p on p.id = r.pool_id
    where r.transaction is null and p.chain_pool_id is not null order by r.published_at, r.version limit 1`)
  return rows[0]
}

export async function setTransaction(
  ctx: Ctx,
  poolId: string,
  releaseId: string,
  transaction: string | null,
) {
  await ctx.tx
    .update(release)
    .set({ transaction })
    .where(and(eq(release.poolId, poolId), eq(release.id, releaseId)))
}

export async function anchored(ctx: Ctx) {
  const { rows } = await ctx.tx.execute<{ poolId: string; releaseId: string; transaction: string }>(sql`
    select pool_id as "poolId", id as "releaseId", transaction from release where transaction is not null`)
  return rows
}

export async function anchor(
  ctx: Ctx,
  event: { poolId: string; manifestRoot: string; transaction: string },
): Promise<void> {
  await ctx.tx.execute(sql`update release set transaction = ${event.transaction}
    where pool_id = ${event.poolId} and not exists (select 1 from release k
      where k.pool_id = ${event.poolId} and k.transaction = ${event.transaction})
    and version = (select min(version) from release r where r.pool_id = ${event.poolId}
      and r.merkle_root = ${event.manifestRoot} and r.transaction is null)`)
}

export async function unanchorAll(ctx: Ctx): Promise<void> {
  await ctx.tx.execute(sql`update release set transaction = null where transaction is not null`)
}
