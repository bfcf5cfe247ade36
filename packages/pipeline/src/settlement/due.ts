import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { getCampaign } from '../pool/index.ts'
import { recordPeerChecks } from './recordChecks.ts'
import { closedUnsettled, dueLabelers } from './store.ts'

/** Labelers to judge now. [SET-5, SET-9] */
export async function due(ctx: Ctx): Promise<{ poolId: string; campaignId: string; personId: string }[]> {
  return dueLabelers(ctx)
}

/** Closed campaigns that wait for their settlement, oldest first. */
export async function unsettled(ctx: Ctx): Promise<{ poolId: string; campaignId: string }[]> {
  return closedUnsettled(ctx)
}

/** Open campaigns with windows in which ordinary tasks can have enough answers to check somebody. [SET-8] */
export async function checkedByOthers(ctx: Ctx): Promise<{ poolId: string; campaignId: string }[]> {
  const { rows } = await ctx.tx.execute<{ poolId: string; campaignId: string }>(sql`
    select pool_id as "poolId", id as "campaignId" from campaign
    where status in ('open', 'paused') and window_checks is not null and overlap > 5 order by 1, 2`)
  return rows
}

/** Checks a campaign's labelers by what the others say. @returns who got a check and is to be judged. */
export async function checkByOthers(
  ctx: Ctx,
  input: { poolId: string; campaignId: string },
): Promise<{ poolId: string; campaignId: string; personId: string }[]> {
  const persons = await recordPeerChecks(ctx, await getCampaign(ctx, input.poolId, input.campaignId))
  return persons.map((personId) => ({ ...input, personId }))
}
