import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

/** What a pool's revenue has reserved for a host, and what went to the contributors unclaimed. */
export interface Reserved {
  poolId: string
  /** Base units of the pool's token. */
  waiting: bigint
  unclaimed: bigint
  /** When the first of it goes to the contributors; null when nothing waits. */
  until: Date | null
}

/** What is reserved for a host, pool by pool. [REW-17, REW-18] */
export async function reservedFor(ctx: Ctx, host: string): Promise<Reserved[]> {
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    waiting: string
    unclaimed: string
    until: string | null
  }>(sql`
    select pool_id, coalesce(sum(amount) filter (where released_epoch is null), 0) as waiting,
      coalesce(sum(amount) filter (where released_epoch is not null), 0) as unclaimed,
      min(reserved_at + interval '24 months') filter (where released_epoch is null) as until
    from source_share where host = ${host} group by pool_id order by pool_id`)
  return rows.map((row) => ({
    poolId: row.pool_id,
    waiting: BigInt(row.waiting),
    unclaimed: BigInt(row.unclaimed),
    until: row.until === null ? null : new Date(row.until),
  }))
}
