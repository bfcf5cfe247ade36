import { type Ctx, emit } from '@rowright/db'
import { sourcesOf } from '@rowright/protocol'
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
  /** What the treasury leaves of the price, for contributors and sources: a purchase does not tell them apart. */
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

/**
 * Records a purchase, once: the sources' part by its offer is set aside, the contributors' is the pool's revenue.
 * [LIC-2, LIC-12] @returns whether it is new.
 */
export async function record(ctx: Ctx, event: LicenseEvent): Promise<boolean> {
  const releaseId = (await latestRelease(ctx, event.poolId))?.id ?? null
  const sources = sourcesOf(event.contributors, await sourceBpsOf(ctx, event))
  const contributors = event.contributors - sources
  const { rowCount } = await ctx.tx.execute(sql`
    insert into license (pool_id, id, offer_id, licensee, payer, price, treasury, sources, contributors, bought_at, expires_at,
      release_id, transaction, log_index, block_number)
    values (${event.poolId}, ${event.licenseId}, ${event.offerId}, ${event.licensee.toLowerCase()}, ${event.payer.toLowerCase()},
      ${event.price}, ${event.treasury}, ${sources}, ${contributors}, ${event.boughtAt}, ${event.expiresAt}, ${releaseId},
      ${event.transaction}, ${event.logIndex}, ${event.blockNumber})
    on conflict (pool_id, id) do update set offer_id = excluded.offer_id, licensee = excluded.licensee,
      payer = excluded.payer, price = excluded.price, treasury = excluded.treasury, sources = excluded.sources,
      contributors = excluded.contributors,
      bought_at = excluded.bought_at, expires_at = excluded.expires_at, transaction = excluded.transaction,
      log_index = excluded.log_index, block_number = excluded.block_number, orphaned_at = null
      where license.orphaned_at is not null`)
  if (rowCount !== 1) return false
  await emit(ctx, 'license.recorded', event.poolId, { licenseId: event.licenseId })
  const came = { debit: accounts.world, cause: cause(ctx, event.licenseId) }
  await book(ctx, event.poolId, contributors, { ...came, credit: accounts.revenue, reason: 'license' })
  await book(ctx, event.poolId, sources, { ...came, credit: accounts.sources, reason: 'license-sources' })
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
    sources: string
    contributors: string
  }>(sql`
    update license set orphaned_at = ${ctx.now()} where block_number >= ${fromBlock} and orphaned_at is null
    returning pool_id, id, sources, contributors`)
  for (const row of rows) {
    const gone = { credit: accounts.world, cause: cause(ctx, row.id) }
    const [revenue, sources] = [BigInt(row.contributors), BigInt(row.sources)]
    await book(ctx, row.pool_id, revenue, { ...gone, debit: accounts.revenue, reason: 'license-orphaned' })
    await book(ctx, row.pool_id, sources, { ...gone, debit: accounts.sources, reason: 'sources-orphaned' })
  }
  return rows.length
}

/** What the offer of a purchase keeps for sources; an offer that is not known keeps nothing. */
async function sourceBpsOf(ctx: Ctx, of: { poolId: string; offerId: string }): Promise<number> {
  const { rows } = await ctx.tx.execute<{ source_bps: number }>(
    sql`select source_bps from offer where pool_id = ${of.poolId} and id = ${of.offerId}`,
  )
  return rows[0]?.source_bps ?? 0
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
