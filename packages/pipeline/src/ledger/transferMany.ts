import { type Ctx, violatedConstraint } from '@rowright/db'
import { type SQL, sql } from 'drizzle-orm'
import { hasBalance } from './accounts.ts'
import { insufficient } from './errors.ts'

export interface Transfer {
  debit: string
  credit: string
  /** Base units, > 0. */
  amount: bigint
  reason: string
  /** What caused it, e.g. an assignment id: with the reason, once. */
  cause: string
}

const CHUNK = 5_000

/**
 * Writes transfers and brings the balances of persons in step; those that happened before are passed over.
 * All or nothing within the transaction of `ctx`. [LED-1..LED-3]
 * @returns how many were new.
 * @throws RowrightError `ledger/insufficient` when a person's account would fall below 0.
 */
export async function transferMany(
  ctx: Ctx,
  poolId: string,
  transfers: readonly Transfer[],
): Promise<number> {
  let written = 0
  for (let from = 0; from < transfers.length; from += CHUNK) {
    written += await writeChunk(ctx, poolId, transfers.slice(from, from + CHUNK))
  }
  return written
}

async function writeChunk(ctx: Ctx, poolId: string, transfers: readonly Transfer[]): Promise<number> {
  const column = <K extends keyof Transfer>(key: K) => sql.param(transfers.map((t) => String(t[key])))
  const made = sql`
    insert into transfer (pool_id, debit, credit, amount, reason, cause)
    select ${poolId}, * from unnest(${column('debit')}::text[], ${column('credit')}::text[],
      ${column('amount')}::bigint[], ${column('reason')}::text[], ${column('cause')}::text[])
    on conflict on constraint transfer_once do nothing
    returning debit, credit, amount`
  if (!transfers.some(({ debit }) => hasBalance(debit))) return writeGains(ctx, poolId, transfers, made)
  const { rows } = await ctx.tx.execute<{ debit: string; credit: string; amount: string }>(made)

  const change = new Map<string, bigint>()
  const add = (account: string, amount: bigint) => {
    if (hasBalance(account)) change.set(account, (change.get(account) ?? 0n) + amount)
  }
  for (const row of rows) {
    add(row.debit, -BigInt(row.amount))
    add(row.credit, BigInt(row.amount))
  }
  // Sorted, so that two transactions lock balance rows in the same order.
  const changed = [...change].filter(([, amount]) => amount !== 0n).sort(([a], [b]) => (a < b ? -1 : 1))
  if (changed.length > 0) await applyToBalances(ctx, poolId, changed)
  return rows.length
}

/** Where nobody's balance falls, one statement does all. @param made writes the transfers, and returns the new ones. */
async function writeGains(
  ctx: Ctx,
  poolId: string,
  transfers: readonly Transfer[],
  made: SQL,
): Promise<number> {
  const names = transfers.map(({ credit }) => credit).filter(hasBalance)
  const { rows } = await ctx.tx.execute<{ written: number }>(sql`
    with made as (${made}),
    gained as (insert into balance (pool_id, account, amount)
      select ${poolId}, credit, sum(amount) from made where credit = any(${sql.param(names)}::text[]) group by 2 order by 2
      on conflict (pool_id, account) do update set amount = balance.amount + excluded.amount)
    select count(*)::int as written from made`)
  return rows[0]!.written
}

async function applyToBalances(ctx: Ctx, poolId: string, changed: [string, bigint][]) {
  const names = sql.param(changed.map(([account]) => account))
  const amounts = sql.param(changed.map(([, amount]) => String(amount)))
  try {
    // The proposed row has to pass the check too, so missing accounts are made empty first.
    await ctx.tx.execute(sql`insert into balance (pool_id, account, amount)
      select ${poolId}, account, 0 from unnest(${names}::text[]) as account on conflict do nothing`)
    await ctx.tx.execute(sql`update balance b set amount = b.amount + c.amount
      from (select * from unnest(${names}::text[], ${amounts}::bigint[]) as u(account, amount) order by account) c
      where b.pool_id = ${poolId} and b.account = c.account`)
  } catch (error) {
    if (violatedConstraint(error) === 'balance_not_negative') throw insufficient(changed[0]![0])
    throw error
  }
}
