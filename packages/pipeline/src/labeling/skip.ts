import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { notHeld, tooManySkips, unknownAssignment } from './errors.ts'
import { letGo } from './expire.ts'

/** Tasks of an open campaign that may be skipped before the first answer; then one more for every two answers. */
const FREE_SKIPS = 10

/**
 * Gives a task back, for good. [LAB-11] @returns the campaign.
 * @throws RowrightError `labeling/unknown-assignment`, `labeling/not-held`, `labeling/too-many-skips`.
 */
export async function skip(
  ctx: Ctx,
  input: { poolId: string; assignmentId: string; personId: string },
): Promise<{ campaignId: string }> {
  const { rows } = await ctx.tx.execute<{
    campaign_id: string
    task_id: string
    state: string
    open: boolean
  }>(sql`
    select a.campaign_id, a.task_id, a.state, c.assignment = 'open' as open from assignment a
    join campaign c on c.pool_id = a.pool_id and c.id = a.campaign_id
    where a.pool_id = ${input.poolId} and a.id = ${input.assignmentId} and a.person_id = ${input.personId} for update of a`)
  const row = rows[0]
  if (!row) throw unknownAssignment(input.assignmentId)
  if (row.state === 'reserved') {
    if (row.open) await assertMaySkip(ctx, { ...input, campaignId: row.campaign_id, taskId: row.task_id })
    await letGo(ctx, sql`a.pool_id = ${input.poolId} and a.id = ${input.assignmentId}`, 'skipped')
  } else if (row.state !== 'skipped') throw notHeld(row.state)
  return { campaignId: row.campaign_id }
}

/**
 * A skipped task never comes again, so whoever skips without end has no control task left to come, and nobody can check
 * the rest. [LAB-22] What was reported is no skip: a steward sees it.
 */
async function assertMaySkip(
  ctx: Ctx,
  of: { poolId: string; campaignId: string; personId: string; taskId: string },
): Promise<void> {
  const reported = sql`exists (select 1 from report r where r.pool_id = a.pool_id and r.task_id = a.task_id and r.person_id = a.person_id)`
  const { rows } = await ctx.tx.execute<{ skipped: number; answered: number; reported: boolean }>(sql`
    select (count(*) filter (where a.state = 'skipped' and not ${reported}))::int as skipped,
      (count(*) filter (where a.state = 'submitted'))::int as answered,
      coalesce(bool_or(a.task_id = ${of.taskId} and ${reported}), false) as reported
    from assignment a where a.pool_id = ${of.poolId} and a.campaign_id = ${of.campaignId} and a.person_id = ${of.personId}`)
  const { skipped, answered, reported: said } = rows[0]!
  if (!said && skipped >= FREE_SKIPS + Math.floor(answered / 2)) throw tooManySkips(skipped, answered)
}
