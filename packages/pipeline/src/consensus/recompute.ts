import { type Ctx, emit } from '@rowright/db'
import { refit } from './refit.ts'

/**
 * Refits a campaign after a steward's word on an account, and says which results changed, so that releases which have
 * them get errata. [CNS-17] Repeating it changes nothing.
 */
export async function recompute(ctx: Ctx, input: { poolId: string; campaignId: string }): Promise<void> {
  const { changed } = await refit(ctx, input)
  if (changed.length === 0) return
  await emit(ctx, 'results.corrected', input.poolId, { campaignId: input.campaignId, tasks: changed })
}
