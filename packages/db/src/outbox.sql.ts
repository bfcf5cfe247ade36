import { sql } from 'drizzle-orm'
import { bigint, customType, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { at } from './columns.ts'

/** A transaction's full id (64 bits, never reused). */
const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' })

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
    /** The transaction that wrote it: below `pg_snapshot_xmin` nothing earlier can still appear. */
    xid: xid8('xid').notNull().default(sql`pg_current_xact_id()`),
    /** When the publisher gave the changes it stands for their numbers. */
    numberedAt: at('numbered_at'),
  },
  (t) => [
    index('outbox_waiting').on(t.id).where(sql`handled_at is null`),
    index('outbox_unnumbered')
      .on(t.id)
      .where(
        sql`numbered_at is null and topic in ('release.published', 'consent.revoked', 'results.corrected', 'source.taken-down')`,
      ),
  ],
)
