import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { hasBalance } from './accounts.ts'

/** What an account holds, in base units: its balance row, or the sum of its transfers. [LED-4] */
export async function balanceOf(ctx: Ctx, poolId: string, account: string): Promise<bigint> {
  const query = hasBalance(account)
    ? sql`select amount from balance where pool_id = ${poolId} and account = ${account}`
    : sql`select coalesce(sum(case when credit = ${account} then amount else -amount end), 0) as amount
          from transfer where pool_id = ${poolId} and (credit = ${account} or debit = ${account})`
  const { rows } = await ctx.tx.execute<{ amount: string }>(query)
  return BigInt(rows[0]?.amount ?? 0)
}

/**
 * How far the books are off, in base units: the sum of |balance row − sum of its transfers|. 0 means sound. [LED-5]
 * @param poolId one pool, or all pools when omitted.
 */
export async function imbalance(ctx: Ctx, poolId?: string): Promise<bigint> {
  const only = poolId === undefined ? sql`true` : sql`pool_id = ${poolId}`
  const { rows } = await ctx.tx.execute<{ off: string }>(sql`
    with moved as (
      select pool_id, account, sum(amount) as amount from (
        select pool_id, credit as account, amount from transfer where ${only}
        union all select pool_id, debit, -amount from transfer where ${only}) t
      where account ~ '^(points|stake|reward|pending):' group by 1, 2),
    held as (select pool_id, account, amount from balance where ${only})
    select coalesce(sum(abs(coalesce(h.amount, 0) - coalesce(m.amount, 0))), 0) as off
    from moved m full join held h using (pool_id, account)`)
  return BigInt(rows[0]!.off)
}
