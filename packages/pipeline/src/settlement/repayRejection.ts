import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { setStanding } from '../labeling/index.ts'
import { accounts, balanceOf, transferMany } from '../ledger/index.ts'
import { raiseFlag, survivor } from '../people/index.ts'
import { refreshSkill } from './skill.ts'
import { type OpenWindow, updateWindow } from './windowStore.ts'

/**
 * Takes back a final rejection that rested on a control task which does not hold. [SET-24] Its verdicts are accepted, its
 * pay and what was slashed come from the campaign's budget (whose control task it was), the labeler may go on. What
 * others got of the slash is final. Where the budget has less, because its rest went back to the requester, a steward
 * sees what is owed.
 */
export async function repayRejection(ctx: Ctx, poolId: string, window: OpenWindow): Promise<void> {
  const { rows } = await ctx.tx.execute<{ pay: string }>(sql`
    with turned as (update verdict d set decision = 'accepted', reason_code = 'gold-suspended', reversed_at = ${ctx.now()}
      from vesting v where v.pool_id = ${poolId} and v.window_id = ${window.id} and d.pool_id = v.pool_id
        and d.assignment_id = v.assignment_id and d.decision = 'rejected' returning v.pay)
    select coalesce(sum(pay), 0) as pay from turned`)
  const { rows: lost } = await ctx.tx.execute<{ amount: string }>(sql`
    select coalesce(sum(amount), 0) as amount from slash
    where pool_id = ${poolId} and window_id = ${window.id} and kind = 'slashed'`)
  const owed = BigInt(rows[0]!.pay) + BigInt(lost[0]!.amount)
  const budget = accounts.budget(window.campaignId)
  const left = await balanceOf(ctx, poolId, budget)
  const amount = owed < left ? owed : left
  const personId = (await survivor(ctx, [window.personId])).get(window.personId) ?? window.personId
  if (amount > 0n) {
    const credit = accounts.points(personId)
    await transferMany(ctx, poolId, [{ debit: budget, credit, amount, reason: 'repaid', cause: window.id }])
    await ctx.tx.execute(sql`insert into slash (pool_id, window_id, person_id, kind, amount, at)
      values (${poolId}, ${window.id}, ${personId}, 'restored', ${amount}, ${ctx.now()})`)
  }
  if (amount < owed) {
    await raiseFlag(ctx, {
      kind: 'repay-short',
      subject: window.id,
      evidence: {
        poolId,
        campaignId: window.campaignId,
        personId,
        owed: String(owed),
        repaid: String(amount),
      },
    })
  }
  await updateWindow(ctx, poolId, window.id, { state: 'passed', decidedBy: 'gold' })
  await setStanding(ctx, {
    poolId,
    campaignId: window.campaignId,
    personId: window.personId,
    eligible: 'yes',
  })
  await refreshSkill(ctx, poolId, window.campaignId, personId)
}
