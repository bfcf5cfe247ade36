import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { accounts } from './accounts.ts'

export type AccountKind = keyof typeof accounts

/** What all accounts of each kind hold together, from the transfers alone. [LED-6] */
export async function totals(ctx: Ctx, poolId: string): Promise<Record<AccountKind, bigint>> {
  const { rows } = await ctx.tx.execute<{ kind: AccountKind; amount: string }>(sql`
    select split_part(account, ':', 1) as kind, sum(amount) as amount from (
      select credit as account, amount from transfer where pool_id = ${poolId}
      union all select debit, -amount from transfer where pool_id = ${poolId}) moved group by 1`)
  const held = new Map(rows.map((row) => [row.kind, BigInt(row.amount)]))
  const kinds = Object.keys(accounts) as AccountKind[]
  return Object.fromEntries(kinds.map((kind) => [kind, held.get(kind) ?? 0n])) as Record<AccountKind, bigint>
}
