import type { Ctx } from '@rowright/db'
import { selvesOf, survivor } from '../people/index.ts'
import type { Campaign } from '../pool/index.ts'
import { failWindow } from './failWindow.ts'
import { hasUnvested, insertWindow, lockLabeler, type OpenWindow, vestAnswers } from './windowStore.ts'

export const FOUND_BAD = 'found-bad'

/** A steward's rejection: it can be appealed like any other. [SET-25] */
export const rejectAsBad = (ctx: Ctx, campaign: Campaign, window: OpenWindow, reason: string) =>
  failWindow(ctx, campaign, window, FOUND_BAD, 'steward', { reason, tasks: [] })

/**
 * Rejects what a bad account answered without a verdict in a campaign that has no windows: all of it at once, as one
 * rejection that can be appealed. [SET-25]
 */
export async function rejectUndecided(
  ctx: Ctx,
  campaign: Campaign,
  account: string,
  reason: string,
): Promise<void> {
  const personId = (await survivor(ctx, [account])).get(account) ?? account
  await lockLabeler(ctx, campaign.poolId, personId)
  const selves = await selvesOf(ctx, personId)
  const of = { poolId: campaign.poolId, campaignId: campaign.id, personId }
  if (!(await hasUnvested(ctx, of, selves))) return
  // Nothing that the account has at stake elsewhere in the pool is at stake here.
  const window = await insertWindow(ctx, of, [])
  await vestAnswers(ctx, campaign.poolId, window, selves)
  await rejectAsBad(ctx, campaign, window, reason)
}
