import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { accounts, type Transfer, transferMany } from '../ledger/index.ts'
import { undecidedOf } from './windowStore.ts'

/** Moves the pay of a window's undecided answers out of the budget, so that no refund reaches it. [SET-13, SET-16] */
export async function hold(ctx: Ctx, poolId: string, windowId: string): Promise<void> {
  const waiting = (await undecidedOf(ctx, poolId, windowId)).filter((one) => !one.held)
  const transfers = waiting
    .filter((one) => one.pay > 0n)
    .map(
      (one): Transfer => ({
        debit: accounts.budget(one.campaignId),
        credit: accounts.held(one.campaignId),
        amount: one.pay,
        reason: 'held',
        // An answer may be held more than once: a steward's word can be taken back, and given again.
        cause: `${windowId}:${one.assignmentId}`,
      }),
    )
  await transferMany(ctx, poolId, transfers)
  await ctx.tx.execute(
    sql`update vesting set held = true where pool_id = ${poolId} and window_id = ${windowId} and not held`,
  )
}
