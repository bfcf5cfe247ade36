import { sql } from 'drizzle-orm'
import { bigint, customType, timestamp, uuid } from 'drizzle-orm/pg-core'

/** A time-ordered UUID (RFC 9562, version 7) made by Postgres 18. */
export const newId = sql`uuidv7()`

/** The pool a row belongs to: leads the key of every large table, so that the table can be split by pool. */
export const poolId = () => uuid('pool_id').notNull()

/** Money or points in the smallest unit. */
export const money = (name: string) => bigint(name, { mode: 'bigint' })

export const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

export const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (value) => Buffer.from(value),
  fromDriver: (value) => new Uint8Array(value),
})
