import { type Ctx, newId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { isCanary } from './audit.ts'
import { shuffled } from './credibility.ts'
import { seedAt } from './periods.ts'

/**
 * Ids of the next leases, drawn before anybody knows of what, in an order that tells nothing: which of them the period's
 * seed makes canaries, and which are none for sure. [CLT-61]
 */
export async function leaseIds(
  ctx: Ctx,
  count: number,
  canaryPpm: number,
): Promise<{ id: string; canary: boolean }[]> {
  const { rows } = await ctx.tx.execute<{ id: string }>(
    sql`select ${newId} as id from generate_series(1, ${count}::int)`,
  )
  const seed = canaryPpm === 0 ? '' : await seedAt(ctx, ctx.now())
  const ids = rows.map(({ id }) => ({ id, canary: isCanary(seed, id, canaryPpm) }))
  return shuffled(ids, () => ctx.random())
}
