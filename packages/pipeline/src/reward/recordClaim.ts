import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { accounts, transferMany } from '../ledger/index.ts'
import { survivor } from '../people/index.ts'

/** `Claimed` of the reward token, as the follower read it. */
export interface ClaimEvent {
  address: string
  /** What this claim paid, and all claims of the address so far, in base units. */
  amount: bigint
  cumulative: bigint
  transaction: string
  logIndex: number
  blockNumber: number
}

type Settled = { pool_id: string; id: string; person_id: string; amount: string; lost: number }

/**
 * Records a claim: the entitlements it paid leave the ledger, cash-outs it covers are done. [REW-11]
 * @returns whether it is new.
 */
export async function recordClaim(ctx: Ctx, event: ClaimEvent): Promise<boolean> {
  const address = event.address.toLowerCase()
  const { rowCount } = await ctx.tx.execute(sql`
    insert into claim (transaction, log_index, address, amount, cumulative, block_number)
    values (${event.transaction}, ${event.logIndex}, ${address}, ${event.amount}, ${event.cumulative}, ${event.blockNumber})
    on conflict (transaction, log_index) do update set orphaned_at = null, block_number = excluded.block_number,
      address = excluded.address, amount = excluded.amount, cumulative = excluded.cumulative
      where claim.orphaned_at is not null`)
  if (rowCount !== 1) return false
  // Every entitlement of an address is in the leaf of the epoch it entered: those up to the claimed leaf sum to it.
  const { rows } = await ctx.tx.execute<Settled>(sql`
    update entitlement set claimed_in = ${event.transaction}
    where address = ${address} and claimed_in is null and entered_epoch <= (
      select max(epoch) from leaf where address = ${address} and cumulative <= ${event.cumulative})
    returning pool_id, id, person_id, amount, lost`)
  await move(ctx, rows, 'claimed')
  await ctx.tx.execute(sql`update cash_out set status = 'paid', transaction = ${event.transaction}, error = null
    where address = ${address} and cumulative <= ${event.cumulative} and status <> 'paid'`)
  return true
}

/**
 * Takes back claims whose block is gone: `fromBlock` and later; what they paid is owed again. Cash-outs that they paid,
 * and those still on their way, are queued again: claiming twice pays once. @returns how many.
 */
export async function orphanClaims(ctx: Ctx, fromBlock: number): Promise<number> {
  await ctx.tx.execute(
    sql`update cash_out set status = 'queued', transaction = null, sent_at = null where status = 'sent'`,
  )
  const { rows: lost } = await ctx.tx.execute<{ transaction: string; address: string }>(sql`
    update claim set orphaned_at = ${ctx.now()} where block_number >= ${fromBlock} and orphaned_at is null
    returning transaction, address`)
  if (lost.length === 0) return 0
  const gone = sql`unnest(${sql.param(lost.map((one) => one.transaction))}::text[],
    ${sql.param(lost.map((one) => one.address))}::text[]) as g(transaction, address)`
  const { rows } = await ctx.tx.execute<Settled>(sql`
    update entitlement e set claimed_in = null, lost = e.lost + 1 from ${gone}
    where e.claimed_in = g.transaction and e.address = g.address
    returning e.pool_id, e.id, e.person_id, e.amount, e.lost - 1 as lost`)
  await move(ctx, rows, 'claim-orphaned')
  await ctx.tx.execute(sql`update cash_out c set status = 'queued', transaction = null, sent_at = null from ${gone}
    where c.transaction = g.transaction and c.address = g.address`)
  return lost.length
}

async function move(
  ctx: Ctx,
  settled: readonly Settled[],
  reason: 'claimed' | 'claim-orphaned',
): Promise<void> {
  const persons = await survivor(ctx, [...new Set(settled.map((row) => row.person_id))])
  for (const [poolId, rows] of Map.groupBy(settled, (row) => row.pool_id)) {
    const transfers = rows.map((row) => {
      const person = persons.get(row.person_id) ?? row.person_id
      const owed = accounts.reward(person)
      const paid = accounts.paid(person)
      const [debit, credit] = reason === 'claimed' ? [owed, paid] : [paid, owed]
      return { debit, credit, amount: BigInt(row.amount), reason, cause: `${row.id}/${row.lost}` }
    })
    await transferMany(ctx, poolId, transfers)
  }
}
