import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { notHeld, unknownAssignment } from './errors.ts'
import { letGo } from './expire.ts'

/** Gives a task back, for good. [LAB-11] @returns the campaign. @throws RowrightError `labeling/unknown-assignment`, `labeling/not-held`. */
export async function skip(
  ctx: Ctx,
  input: { poolId: string; assignmentId: string; personId: string },
): Promise<{ campaignId: string }> {
  const { rows } = await ctx.tx.execute<{
    campaign_id: string
    state: string
  }>(sql`select campaign_id, state from assignment
    where pool_id = ${input.poolId} and id = ${input.assignmentId} and person_id = ${input.personId} for update`)
  const row = rows[0]
  if (!row) throw unknownAssignment(input.assignmentId)
  if (row.state === 'reserved')
    await letGo(ctx, sql`a.pool_id = ${input.poolId} and a.id = ${input.assignmentId}`, 'skipped')
  else if (row.state !== 'skipped') throw notHeld(row.state)
  return { campaignId: row.campaign_id }
}
