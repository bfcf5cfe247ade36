import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

/**
 * Shared by all who judge and pay, exclusive to the closing of an epoch: an epoch sees a verdict and its pay, or neither.
 * Released with the transaction.
 */
export async function lockAgainstEpoch(ctx: Ctx): Promise<void> {
  await ctx.tx.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended('rowright epoch', 0))`)
}
