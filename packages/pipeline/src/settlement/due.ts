import type { Ctx } from '@rowright/db'
import { closedUnsettled, endedWindows } from './store.ts'

/** Labelers to judge now: their window is full, or its hold has passed since their last submit. [SET-5] */
export async function due(ctx: Ctx): Promise<{ poolId: string; campaignId: string; personId: string }[]> {
  return endedWindows(ctx)
}

/** Closed campaigns that wait for their settlement, oldest first. */
export async function unsettled(ctx: Ctx): Promise<{ poolId: string; campaignId: string }[]> {
  return closedUnsettled(ctx)
}
