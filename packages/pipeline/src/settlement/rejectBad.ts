import type { Ctx } from '@rowright/db'
import { selvesOf, survivor } from '../people/index.ts'
import type { Campaign } from '../pool/index.ts'
import { failWindow } from './failWindow.ts'
import { rejectUndecided } from './rejectUndecided.ts'
import type { OpenWindow } from './windowStore.ts'

export const FOUND_BAD = 'found-bad'

/** A steward's rejection: it can be appealed like any other. [SET-25] */
export const rejectAsBad = (ctx: Ctx, campaign: Campaign, window: OpenWindow, reason: string) =>
  failWindow(ctx, campaign, window, FOUND_BAD, 'steward', { reason, tasks: [] })

/** Rejects what a bad account, by any of its selves, answered without a verdict in a campaign that has no windows. [SET-25] */
export async function rejectBad(
  ctx: Ctx,
  campaign: Campaign,
  account: string,
  reason: string,
): Promise<void> {
  const personId = (await survivor(ctx, [account])).get(account) ?? account
  const who = { personId, selves: await selvesOf(ctx, personId) }
  await rejectUndecided(ctx, campaign, who, FOUND_BAD, (window) => rejectAsBad(ctx, campaign, window, reason))
}
