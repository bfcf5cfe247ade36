import { type Actor, type Ctx, type Database, silentLog, withTx } from '@rowright/db'
import pg from 'pg'
import { afterAll, beforeAll, expect } from 'vitest'

import { askBroker } from './askBroker.ts'
import type { Leak } from './databaseServer.ts'
import { seededRandom } from './seededRandom.ts'

export interface TestDatabase {
  /** Connection string of this file's own database; readable from `beforeAll` on. */
  readonly url: string
  /** A pool on it, ended after the file. */
  readonly pool: pg.Pool
  /** The same pool as rooms want it. */
  readonly database: Database
  /** Seconds that the clock of transactions runs ahead; with `standsAt` (ms) it stands still there but for these. */
  clock: { ahead: number; standsAt?: number | undefined }
  /** Runs `work` in a transaction, as the system unless another actor is named. */
  tx<T>(work: (ctx: Ctx) => Promise<T>, actor?: Actor): Promise<T>
}

/** A connection that is still there so long after its test was forgotten, however busy the machine is. */
const GONE_WITHIN_MS = 30_000

/**
 * Gives the calling test file (or `describe`) a migrated database of its own: a copy of the run's template, made
 * before its tests and dropped after them. Fails when something is still connected then: a leaked connection in a
 * test is a leaked connection in production.
 */
export function testDatabase(): TestDatabase {
  let database: { name: string; url: string; pool: pg.Pool } | undefined

  beforeAll(async () => {
    const { name, url } = (await askBroker('POST', '')) as { name: string; url: string }
    const pool = new pg.Pool({ connectionString: url, max: 20, application_name: 'testDatabase().pool' })
    pool.on('error', () => undefined) // an idle connection ended by the server; queries report their own failure
    database = { name, url, pool }
  })

  afterAll(async () => {
    if (!database) return
    const { name, pool } = database
    const held = pool.totalCount - pool.idleCount
    await Promise.race([pool.end(), new Promise((wake) => setTimeout(wake, GONE_WITHIN_MS))])
    const leaks = (await askBroker('DELETE', name)) as Leak[]
    expect({ leaks, held }, 'connections still open after the tests').toEqual({ leaks: [], held: 0 })
  })

  const opened = () => {
    if (!database)
      throw new Error('testDatabase() is ready from beforeAll on; read .url and .pool inside a test')
    return database
  }
  const clock: TestDatabase['clock'] = { ahead: 0 }
  const random = seededRandom('testDatabase')
  const asDatabase = (): Database => ({
    pool: opened().pool,
    log: silentLog,
    random,
    clockOffset: (now) => (clock.standsAt ?? now) - now + clock.ahead * 1000,
  })
  return {
    clock,
    get url() {
      return opened().url
    },
    get pool() {
      return opened().pool
    },
    get database() {
      return asDatabase()
    },
    tx: (work, actor = { kind: 'system', name: 'test' }) => withTx(asDatabase(), actor, work),
  }
}
