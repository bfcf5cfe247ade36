import { sql } from 'drizzle-orm'
import type { Ctx } from './ctx.ts'
import { outbox } from './outbox.sql.ts'
import { type Database, withTx } from './tx.ts'

export interface OutboxEvent {
  id: bigint
  poolId: string | null
  topic: string
  payload: Record<string, unknown>
}

/** Writes a fact for later rooms, in the transaction of the fact and with its time. */
export async function emit(ctx: Ctx, topic: string, poolId: string | null, payload: Record<string, unknown>) {
  await ctx.tx.insert(outbox).values({ topic, poolId, payload, at: ctx.now() })
}

/**
 * Hands waiting events to `react`, oldest first, each in a transaction of its own that also marks it handled.
 * Safe in any number of processes (`SKIP LOCKED`); a reaction must be idempotent. An event that failed is
 * tried again later, each time after twice as long. @returns how many were handled.
 */
export async function drainOutbox(
  database: Database,
  react: (ctx: Ctx, event: OutboxEvent) => Promise<void>,
  limit = 100,
): Promise<number> {
  let handled = 0
  const seen: bigint[] = []
  while (handled + seen.length < limit) {
    let current: OutboxEvent | undefined
    try {
      const found = await withTx(database, { kind: 'system', name: 'outbox' }, async (ctx) => {
        current = undefined
        const { rows } = await ctx.tx.execute<{
          id: string
          pool_id: string | null
          topic: string
          payload: Record<string, unknown>
        }>(
          sql`select id, pool_id, topic, payload from outbox
              where handled_at is null and attempts < 20 and (retry_at is null or retry_at <= now()) and not (id = any(${sql.param(seen.map(String))}::bigint[]))
              order by id limit 1 for update skip locked`,
        )
        const row = rows[0]
        if (!row) return false
        current = { id: BigInt(row.id), poolId: row.pool_id, topic: row.topic, payload: row.payload }
        await react(ctx, current)
        await ctx.tx.execute(sql`update outbox set handled_at = now() where id = ${row.id}`)
        return true
      })
      if (!found) return handled
      handled++
    } catch (error) {
      const failed = current as OutboxEvent | undefined
      if (!failed) throw error
      seen.push(failed.id)
      database.log.error('reaction failed', {
        topic: failed.topic,
        event: String(failed.id),
        error: String(error),
      })
      await database.pool.query(
        `update outbox set attempts = attempts + 1, last_error = $2,
          retry_at = now() + make_interval(secs => least(3600, power(2, attempts))) where id = $1`,
        [String(failed.id), String(error)],
      )
    }
  }
  return handled
}

/** Says that the one publisher has given an event its number. */
export async function markNumbered(ctx: Ctx, id: string): Promise<void> {
  await ctx.tx.execute(sql`update outbox set numbered_at = now() where id = ${id}`)
}

/** Lets an event that failed be tried again at once, with all its tries. @returns whether one waited. */
export async function retryEvent(ctx: Ctx, id: string): Promise<boolean> {
  const { rowCount } = await ctx.tx.execute(
    sql`update outbox set attempts = 0, retry_at = null where id = ${id} and handled_at is null`,
  )
  return rowCount === 1
}
