import { type Ctx, type Database, withTx } from '@rowright/db'
import { decide, refit } from '@rowright/pipeline/consensus'
import { refreshCaps } from '@rowright/pipeline/labeling'

interface InCampaign {
  poolId: string
  campaignId: string
}

const SYSTEM = { kind: 'system', name: 'worker' } as const

/** Does something to each campaign that `find` names, one transaction each. @returns how much was done. */
export async function eachCampaign(
  database: Database,
  find: (ctx: Ctx) => Promise<InCampaign[]>,
  verb: (ctx: Ctx, at: InCampaign) => Promise<number>,
): Promise<number> {
  const campaigns = await withTx(database, SYSTEM, find)
  let done = 0
  for (const at of campaigns) done += await withTx(database, SYSTEM, (ctx) => verb(ctx, at))
  return done
}

/** Looks at the tasks whose answers are all in. */
export async function decideTasks(ctx: Ctx, at: InCampaign): Promise<number> {
  const { closed, opened, escalated } = await decide(ctx, at)
  return closed + opened + escalated
}

/** A refit, the tasks that it made sure, and the shares of clusters as they are now. */
export async function refitAndCarryOn(ctx: Ctx, at: InCampaign): Promise<number> {
  const { refitId } = await refit(ctx, at)
  await decide(ctx, { ...at, waiting: true })
  await refreshCaps(ctx, at)
  return refitId === null ? 0 : 1
}
