import { type Ctx, emit } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { accounts, transferMany } from '../ledger/index.ts'
import { latestRelease } from '../release/index.ts'

/** `LicensePurchased`, as the follower read it, with the pool's own id and the time of its block. */
export interface LicenseEvent {
  poolId: string
  /** Decimal. */
  licenseId: string
  offerId: string
  licensee: string
  payer: string
  price: bigint
  treasury: bigint
  /** The contributors' part of the price, now in the reward contract. */
  contributors: bigint
  expiresAt: Date
  boughtAt: Date
  transaction: string
  logIndex: number
  blockNumber: number
}

// The license row makes it happen once; the time keeps apart a license that came, went and came again, and one that
// has its number on another chain.
const cause = (ctx: Ctx, licenseId: string) => `${licenseId}:${ctx.now().getTime()}`

/** Records a purchase and books the contributors' part as the pool's revenue, once. [LIC-2] @returns whether it is new. */
export async function record(ctx: Ctx, event: LicenseEvent): Promise<boolean> {
  const releaseId = (await latestRelease(ctx, event.poolId))?.id ?? null
  const { rowCount } = await ctx.tx.execute(sql`
    insert into license (pool_id, id, offer_id, licensee, payer, price, treasury, contributors, bought_at, expires_at,
      release_id, transaction, log_index, block_number)
    values (${event.poolId}, ${event.licenseId}, ${event.offerId}, ${event.licensee.toLowerCase()}, ${event.payer.toLowerCase()},
      ${event.price}, ${event.treasury}, ${event.contributors}, ${event.boughtAt}, ${event.expiresAt}, ${releaseId},
      ${event.transaction}, ${event.logIndex}, ${event.blockNumber})
    on conflict (pool_id, id) do update set offer_id = excluded.offer_id, licensee = excluded.licensee,
      payer = excluded.payer, price = excluded.price, treasury = excluded.treasury, contributors = excluded.contributors,
      bought_at = excluded.bought_at, expires_at = excluded.expires_at, transaction = excluded.transaction,
      log_index = excluded.log_index, block_number = excluded.block_number, orphaned_at = null
      where license.orphaned_at is not null`)
  if (rowCount !== 1) return false
  await emit(ctx, 'license.recorded', event.poolId, { licenseId: event.licenseId })
  await book(ctx, event.poolId, event.contributors, {
    debit: accounts.world,
    credit: accounts.revenue,
    reason: 'license',
    cause: cause(ctx, event.licenseId),
  })
  return true
}

/**
 * Takes back what the chain no longer shows, from `fromBlock` on: offers, closings and purchases; revenue is booked
 * back, once. [LIC-3] @returns how many licenses.
 */
export async function orphan(ctx: Ctx, fromBlock: number): Promise<number> {
  await ctx.tx.execute(
    sql`update offer set orphaned_at = ${ctx.now()} where block_number >= ${fromBlock} and orphaned_at is null`,
  )
  await ctx.tx.execute(sql`update offer set closed_at_block = null where closed_at_block >= ${fromBlock}`)
  await ctx.tx.execute(sql`delete from license_ack where block_number >= ${fromBlock}`)
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    id: string
    contributors: string
  }>(sql`
    update license set orphaned_at = ${ctx.now()} where block_number >= ${fromBlock} and orphaned_at is null
    returning pool_id, id, contributors`)
  for (const row of rows) {
    await book(ctx, row.pool_id, BigInt(row.contributors), {
      debit: accounts.revenue,
      credit: accounts.world,
      reason: 'license-orphaned',
      cause: cause(ctx, row.id),
    })
  }
  return rows.length
}

async function book(
  ctx: Ctx,
  poolId: string,
  amount: bigint,
  entry: { debit: string; credit: string; reason: string; cause: string },
): Promise<void> {
  // A pool may take all for its treasury: then there is nothing to book.
  if (amount > 0n) await transferMany(ctx, poolId, [{ ...entry, amount }])
}
