import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Actor, Ctx, Log } from './ctx.ts'
import { nameStatements } from './statements.ts'

/** What a process needs to open transactions. Made once, at the composition root. */
export interface Database {
  pool: pg.Pool
  log: Log
  random(): number
  /** Milliseconds added to the clock that says `now`; only tests set it. */
  clockOffset: (now: number) => number
}

/** @param url a Postgres connection string. @param size connections kept at most. */
export function openDatabase(
  url: string,
  options: { log: Log; size?: number; random?: () => number; clockOffset?: (now: number) => number },
): Database {
  const pool = new pg.Pool({ connectionString: url, max: options.size ?? 10 })
  pool.on('connect', nameStatements)
  // An idle connection that the server ends must not end the process: the pool opens another.
  pool.on('error', (error) => options.log.warn('database connection lost', { error: error.message }))
  return {
    pool,
    log: options.log,
    random: options.random ?? Math.random,
    clockOffset: options.clockOffset ?? (() => 0),
  }
}

const RETRYABLE = new Set(['40001', '40P01'])

/** SQLSTATE of an error that Postgres reported, looked for through the cause chain. */
export function sqlState(error: unknown): string | undefined {
  for (let e = error; e instanceof Error; e = e.cause) {
    if (e instanceof pg.DatabaseError) return e.code
  }
  return undefined
}

/** Name of the violated constraint, if the error is a violation. */
export function violatedConstraint(error: unknown): string | undefined {
  for (let e = error; e instanceof Error; e = e.cause) {
    if (e instanceof pg.DatabaseError) return e.constraint
  }
  return undefined
}

/**
 * Runs `work` in one READ COMMITTED transaction; all or nothing. Deadlocks and serialization failures are
 * tried again, three times at most, so `work` must have no effects outside the transaction.
 */
export async function withTx<T>(
  database: Database,
  actor: Actor,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(database, actor, work)
    } catch (error) {
      if (attempt >= 4 || !RETRYABLE.has(sqlState(error) ?? '')) throw error
      await new Promise((resolve) => setTimeout(resolve, 10 * attempt * (1 + database.random())))
    }
  }
}

async function once<T>(database: Database, actor: Actor, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const client = await database.pool.connect()
  let broken: Error | undefined
  try {
    // One round trip for both: the clock costs nothing.
    const results = (await client.query('begin; select now() as now')) as unknown as pg.QueryResult<{
      now: Date
    }>[]
    const real = results[1]!.rows[0]!.now.getTime()
    const now = real + database.clockOffset(real)
    const ctx: Ctx = {
      tx: drizzle(client),
      now: () => new Date(now),
      random: database.random,
      actor,
      log: database.log,
    }
    const value = await work(ctx)
    await client.query('commit')
    return value
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError
    })
    throw error
  } finally {
    client.release(broken)
  }
}
