import { at, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'

/** What a person gave of a page. Its content is in the blob store until it is an item or refused. */
export const clip = pgTable(
  'clip',
  {
    poolId: poolId(),
    /** Chosen by the giver's node. */
    id: uuid('id').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    personId: uuid('person_id').notNull(),
    url: text('url').notNull(),
    host: text('host').notNull(),
    /** SHA-256 of what was sent, where the blob store has it. */
    blob: text('blob').notNull(),
    /** `asking`: its source is asked first. `held`: it waits in quarantine. `known`: the pool had it already. */
    state: text('state', {
      enum: ['asking', 'permitted', 'refused', 'taken', 'held', 'known', 'purged'],
    }).notNull(),
    reason: text('reason'),
    /** What the source said, word for word where it was found. */
    evidence: jsonb('evidence').notNull().default([]),
    sentAt: at('sent_at').notNull(),
    /** Times that its source could not be asked. */
    tries: integer('tries').notNull().default(0),
    /** When its source is asked next. */
    dueAt: at('due_at').notNull(),
    itemId: uuid('item_id'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    index('clip_due').on(t.dueAt).where(sql`state = 'asking'`),
    index('clip_person').on(t.personId, t.sentAt),
    index('clip_host').on(t.host),
  ],
)
