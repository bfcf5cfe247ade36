import { at, newId, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'

/** Where a person's program is told of news. */
export const webhookEndpoint = pgTable(
  'webhook_endpoint',
  {
    id: uuid('id').primaryKey().default(newId),
    personId: uuid('person_id').notNull(),
    url: text('url').notNull(),
    /** `release.published`, `consent.revoked`, `rows.corrected`. */
    events: text('events').array().notNull(),
    /** Its keys are derived from this number; the one before signs too until `previousUntil`. */
    keyVersion: integer('key_version').notNull().default(1),
    previousUntil: at('previous_until'),
    createdAt: at('created_at').notNull().default(sql`now()`),
    disabledAt: at('disabled_at'),
    /** `gone`, or `failing`. */
    disabledReason: text('disabled_reason'),
    removedAt: at('removed_at'),
  },
  (t) => [index('webhook_endpoint_person').on(t.personId)],
)

/** One piece of news for one endpoint. */
export const webhookMessage = pgTable(
  'webhook_message',
  {
    id: uuid('id').primaryKey().default(newId),
    endpointId: uuid('endpoint_id').notNull(),
    poolId: poolId(),
    type: text('type').notNull(),
    /** The last change it is about. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    payload: jsonb('payload').notNull(),
    createdAt: at('created_at').notNull().default(sql`now()`),
    attempts: integer('attempts').notNull().default(0),
    /** Null: delivered or given up. */
    nextAt: at('next_at'),
    deliveredAt: at('delivered_at'),
    lastStatus: integer('last_status'),
    lastError: text('last_error'),
  },
  (t) => [
    unique('webhook_message_once').on(t.endpointId, t.poolId, t.seq, t.type),
    index('webhook_message_due').on(t.nextAt).where(sql`next_at is not null`),
  ],
)

/** How far the changes of a pool have been made into news. */
export const webhookCursor = pgTable(
  'webhook_cursor',
  { poolId: poolId(), seq: bigint('seq', { mode: 'number' }).notNull() },
  (t) => [primaryKey({ columns: [t.poolId] })],
)
