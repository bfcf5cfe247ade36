import type { Ctx } from '@rowright/db'
import { LEAST_CHECKS_AT_CLOSE, paidAtClose, releasedAtClose } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import { takeStakedAhead } from '../labeling/index.ts'
import { accounts, transferMany } from '../ledger/index.ts'
import { selvesOf, survivor } from '../people/index.ts'
import type { Campaign } from '../pool/index.ts'
import { acceptWindow } from './acceptWindow.ts'
import { classesOf } from './classesOf.ts'
import { hold } from './hold.ts'
import { checksInPool, checksOf, undecidedOf, updateWindow, windowsOf } from './windowStore.ts'

/** Decides the unfinished windows of a closed campaign: paid, or carried to the labeler's next. [SET-13, SET-14] */
export async function closeWindows(
  ctx: Ctx,
  campaign: Campaign,
): Promise<{ accepted: number; carried: number }> {
  const { poolId } = campaign
  const unchecked = (await controlTasks(ctx, poolId, campaign.id)) < LEAST_CHECKS_AT_CLOSE
  let accepted = 0
  let carried = 0
  for (const window of await windowsOf(ctx, { poolId, campaignId: campaign.id }, 'open')) {
    const waiting = await undecidedOf(ctx, poolId, window.id)
    const checks = await checksOf(ctx, poolId, window.id)
    if (waiting.length === 0) await updateWindow(ctx, poolId, window.id, { state: 'ended' })
    else if (unchecked) accepted += await acceptWindow(ctx, campaign, window, 'unchecked')
    else if (paidAtClose(checks, classesOf(campaign)))
      accepted += await acceptWindow(ctx, campaign, window, 'close')
    else {
      await hold(ctx, poolId, window.id)
      await updateWindow(ctx, poolId, window.id, { state: 'carried' })
      carried += waiting.length
    }
  }
  await releaseStakes(ctx, campaign)
  await giveBackAhead(ctx, campaign)
  return { accepted, carried }
}

/** Control tasks that could be drawn. */
async function controlTasks(ctx: Ctx, poolId: string, campaignId: string): Promise<number> {
  const { rows } = await ctx.tx.execute<{ n: number }>(sql`
    select count(*)::int as n from gold g join task t on t.pool_id = g.pool_id and t.id = g.task_id
    where g.pool_id = ${poolId} and t.campaign_id = ${campaignId} and t.track <> 'practice' and g.suspended_at is null`)
  return rows[0]!.n
}

/** Points staked for a window that never opened: they reserved a task and answered none. [SET-12] */
async function giveBackAhead(ctx: Ctx, { poolId, id: campaignId }: Campaign): Promise<void> {
  for (const { personId: staker, amount } of await takeStakedAhead(ctx, { poolId, campaignId })) {
    const personId = (await survivor(ctx, [staker])).get(staker) ?? staker
    const [debit, credit] = [accounts.stake(personId), accounts.points(personId)]
    const cause = `${campaignId}:${staker}:ahead`
    await transferMany(ctx, poolId, [{ debit, credit, amount, reason: 'stake-released', cause }])
  }
}

/**
 * Points that passed windows left staked come back: after a second window always, after a first when the labeler's
 * checks speak 100 : 1 for honest. [SET-14]
 */
async function releaseStakes(ctx: Ctx, campaign: Campaign): Promise<void> {
  const { poolId, id: campaignId } = campaign
  const { rows } = await ctx.tx.execute<{ person_id: string; passed: number; locked: string }>(sql`
    select person_id, count(*) filter (where state = 'passed')::int as passed,
      sum(case when state = 'ended' then stake else locked end) as locked
    from pay_window where pool_id = ${poolId} and campaign_id = ${campaignId} and state in ('passed', 'ended')
    group by person_id having sum(case when state = 'ended' then stake else locked end) > 0 order by person_id`)
  const now = await survivor(
    ctx,
    rows.map((row) => row.person_id),
  )
  for (const { person_id, passed, locked } of rows) {
    const personId = now.get(person_id) ?? person_id
    const checks = await checksInPool(ctx, poolId, await selvesOf(ctx, personId))
    if (passed < 2 && !releasedAtClose(checks, classesOf(campaign))) continue
    await transferMany(ctx, poolId, [
      {
        debit: accounts.stake(personId),
        credit: accounts.points(personId),
        amount: BigInt(locked),
        reason: 'stake-released',
        cause: `${campaignId}:${person_id}`,
      },
    ])
    await ctx.tx.execute(sql`update pay_window set locked = 0, stake = 0 where pool_id = ${poolId}
      and campaign_id = ${campaignId} and person_id = ${person_id} and state in ('passed', 'ended')`)
  }
}
