import type { Ctx } from '@rowright/db'
import { survivor } from '../people/index.ts'
import type { Campaign } from '../pool/index.ts'
import { hold } from './hold.ts'
import {
  hasUnvested,
  insertWindow,
  lockLabeler,
  type OpenWindow,
  vestAnswers,
  windowsOf,
} from './windowStore.ts'

/**
 * Makes one rejection of what a labeler answered without a verdict in a campaign that has no windows, so that it can be
 * appealed. What comes in while it can, or while a panel sits, joins it. [SET-25, SET-27]
 * @param fail decides a new one, with this reason. @returns how many answers.
 */
export async function rejectUndecided(
  ctx: Ctx,
  campaign: Campaign,
  { personId, selves }: { personId: string; selves: readonly string[] },
  reasonCode: string,
  fail: (window: OpenWindow) => Promise<void>,
): Promise<number> {
  const { poolId, id: campaignId } = campaign
  await lockLabeler(ctx, poolId, (await survivor(ctx, [personId])).get(personId) ?? personId)
  const of = { poolId, campaignId, personId }
  if (!(await hasUnvested(ctx, of, selves))) return 0
  const waiting = [...(await windowsOf(ctx, of, 'failed')), ...(await windowsOf(ctx, of, 'appealed'))]
  const pending = waiting.find((one) => one.personId === personId && one.reasonCode === reasonCode)
  // Nothing that the account has at stake elsewhere in the pool is at stake here.
  const window = pending ?? (await insertWindow(ctx, of, []))
  const answers = await vestAnswers(ctx, poolId, window, selves)
  if (pending) await hold(ctx, poolId, pending.id)
  else await fail(window)
  return answers
}
