import type { Ctx } from '@rowright/db'
import type { TestDatabase } from './testDatabase.ts'

/**
 * Runs `work` in two transactions that truly overlap: the second begins when the first has done its work and not
 * committed yet, and the first commits once the second waits for it, or is done. @returns what each gave, or threw.
 */
export async function overlapping<T>(
  database: TestDatabase,
  work: (ctx: Ctx) => Promise<T>,
): Promise<[PromiseSettledResult<T>, PromiseSettledResult<T>]> {
  let second: Promise<PromiseSettledResult<T>[]> | undefined
  const [first] = await Promise.allSettled([
    database.tx(async (ctx) => {
      const value = await work(ctx)
      second = Promise.allSettled([database.tx(work)])
      await settledOrWaiting(database, second)
      return value
    }),
  ])
  return [first!, (await second!)[0]!]
}

/** Resolves when `other` is done, or some transaction of the database waits for a lock. */
export async function settledOrWaiting(database: TestDatabase, other: Promise<unknown>): Promise<void> {
  let done = false
  const finished = other.finally(() => {
    done = true
  })
  while (!done) {
    const { rows } = await database.pool.query<{
      waiting: boolean
    }>(`select count(*) > 0 as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`)
    if (rows[0]!.waiting) return
    await Promise.race([finished, new Promise((wake) => setTimeout(wake, 10))])
  }
}
