import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { orphanAnchors } from '../consent/index.ts'
import { accounts } from '../ledger/index.ts'
import { leaveChain as leaveLicenses } from '../license/index.ts'
import { leaveChain as leavePools } from '../pool/index.ts'
import { leaveChain as leaveReleases } from '../release/index.ts'
import { orphanEpochs } from './postEpoch.ts'
import { orphanClaims } from './recordClaim.ts'

/**
 * All money that ever came in and was not taken back, over all pools, in base units: what the reward contract of a
 * new chain has to hold, so that every epoch may declare what it owes. [REW-13]
 */
export async function everFunded(ctx: Ctx): Promise<bigint> {
  const { rows } = await ctx.tx.execute<{ funded: string }>(sql`
    select coalesce(sum(case when debit = ${accounts.world} then amount else -amount end), 0) as funded
    from transfer where ${accounts.world} in (debit, credit)`)
  return BigInt(rows[0]!.funded)
}

/**
 * Another chain takes the place of the old one, which is gone with the money that was paid out there. [REW-13] What
 * came in stays in the ledger; what was claimed is owed again and its cash-outs are queued again; the newest epoch and
 * the releases are due on the new chain; pools and offers have to be put there by their owners. The old chain's
 * numbers and transactions get a mark behind them, because a chain with the same keys gives the same ones again.
 */
export async function changeChain(ctx: Ctx): Promise<void> {
  await orphanClaims(ctx, 0)
  await orphanEpochs(ctx, 0)
  await orphanAnchors(ctx, 0)
  const mark = ctx.now().getTime().toString(36)
  const suffix = `@${mark}`
  await ctx.tx.execute(
    sql`update claim set transaction = transaction || ${suffix} where strpos(transaction, '@') = 0`,
  )
  await ctx.tx.execute(
    sql`update distribution set license_id = license_id || ${suffix} where strpos(license_id, '@') = 0`,
  )
  await ctx.tx.execute(
    sql`update source_share set license_id = license_id || ${suffix} where strpos(license_id, '@') = 0`,
  )
  await ctx.tx.execute(sql`update entitlement set license_id = license_id || ${suffix}
    where license_id <> '' and strpos(license_id, '@') = 0`)
  await leavePools(ctx, mark)
  await leaveReleases(ctx)
  await leaveLicenses(ctx, mark)
}
