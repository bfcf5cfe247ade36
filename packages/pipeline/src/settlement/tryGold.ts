import { wilson } from '@rowright/aggregate'
import type { Ctx } from '@rowright/db'
import { windowOutcome } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import { suspendGold } from '../consensus/index.ts'
import { setAside } from '../labeling/index.ts'
import { lockAgainstEpoch } from '../ledger/index.ts'
import { getCampaign } from '../pool/index.ts'
import { acceptWindow } from './acceptWindow.ts'
import { FAILED } from './failWindow.ts'
import { repayRejection } from './repayRejection.ts'
import { checksOf, windowById } from './windowStore.ts'

/** Good labelers who must have answered a control task before it is judged. */
const LEAST_GOOD = 5
/** Other control tasks of the pool that make a labeler good, and the percent of them right. */
const LEAST_OTHERS = 5
const GOOD_PERCENT = 80
/** Share of good labelers failing it that the lower bound must exceed. */
const HALF = 0.5

/**
 * Suspends control tasks that good labelers keep failing. [SET-21] They are not drawn any more, their checks are void;
 * rejections that do not stand without them are reversed, also final ones. @returns how many control tasks.
 */
export async function tryGold(ctx: Ctx): Promise<number> {
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    task_id: string
    good: number
    failed: number
  }>(sql`
    with record as (select pool_id, person_id, count(*) as n, count(*) filter (where passed) as r from answer_check
      where gold and voided_at is null group by 1, 2)
    select c.pool_id, c.task_id, count(*)::int as good, (count(*) filter (where not c.passed))::int as failed
    from answer_check c join record o on o.pool_id = c.pool_id and o.person_id = c.person_id
    where c.gold and c.voided_at is null and o.n - 1 >= ${LEAST_OTHERS}
      and (o.r - c.passed::int) * 100 >= ${GOOD_PERCENT} * (o.n - 1)
    group by 1, 2 having count(*) >= ${LEAST_GOOD} and count(*) filter (where not c.passed) * 2 > count(*)`)
  const bad = rows.filter(({ good, failed }) => wilson(failed, good).low > HALF)
  for (const { pool_id, task_id } of bad) await giveUpGold(ctx, pool_id, task_id)
  return bad.length
}

async function giveUpGold(ctx: Ctx, poolId: string, taskId: string): Promise<void> {
  await lockAgainstEpoch(ctx)
  await setAside(ctx, { poolId, taskIds: [taskId] }, 'gold-suspended')
  await suspendGold(ctx, poolId, taskId)
  const { rows } = await ctx.tx.execute<{
    window_id: string
  }>(sql`update answer_check set voided_at = ${ctx.now()}
    where pool_id = ${poolId} and task_id = ${taskId} and gold and voided_at is null returning window_id`)
  for (const windowId of new Set(rows.map((row) => row.window_id)))
    await reverseIfSound(ctx, poolId, windowId)
}

/** Takes back a rejection that does not stand any more: accepts it, or when it was final repays it. */
async function reverseIfSound(ctx: Ctx, poolId: string, windowId: string): Promise<void> {
  const window = await windowById(ctx, poolId, windowId)
  if (window?.state !== 'failed' && window?.state !== 'rejected') return
  if (window.reasonCode !== FAILED) return
  const campaign = await getCampaign(ctx, poolId, window.campaignId)
  const rule = { checks: campaign.windowChecks!, failAt: campaign.windowFailAt! }
  if (windowOutcome(await checksOf(ctx, poolId, windowId), rule) === 'failed') return
  if (window.state === 'failed') await acceptWindow(ctx, campaign, window, 'gold')
  else await repayRejection(ctx, poolId, window)
}
