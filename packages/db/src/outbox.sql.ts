import { sql } from 'drizzle-orm'
import { bigint, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { at } from './columns.ts'

/** Facts that later rooms react to, written in the transaction of the fact. */
export const outbox = pgTable(
  'outbox',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    poolId: uuid('pool_id'),
    topic: text('topic').notNull(),
    payload: jsonb('payload').notNull(),
    at: at('at').notNull().default(sql`now()`),
    attempts: bigint('attempts', { mode: 'number' }).notNull().default(0),
    lastError: text('last_error'),
    /** Not tried before this: each failure doubles the wait. */
    retryAt: at('retry_at'),
    handledAt: at('handled_at'),
  },
  (t) => [index('outbox_waiting').on(t.id).where(sql`handled_at is null`)],
)
