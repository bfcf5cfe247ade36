import { at, newId, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'

/** A labeler's challenge of a rejection: once per window. */
export const appeal = pgTable(
  'appeal',
  {
    poolId: poolId(),
    id: uuid('id').notNull().default(newId),
    windowId: uuid('window_id').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    personId: uuid('person_id').notNull(),
    note: text('note').notNull(),
    state: text('state', { enum: ['open', 'upheld', 'reversed'] })
      .notNull()
      .default('open'),
    /** `panel`, or `silence` when the panel did not decide in time. */
    decidedBy: text('decided_by', { enum: ['panel', 'silence'] }),
    openedAt: at('opened_at').notNull(),
    decideBy: at('decide_by').notNull(),
    decidedAt: at('decided_at'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('appeal_window').on(t.poolId, t.windowId),
    index('appeal_person').on(t.personId),
    index('appeal_open').on(t.decideBy).where(sql`state = 'open'`),
  ],
)

/** A seat on the panel of an appeal. `answers`: what the reviewer says to each task of the case, not knowing what others said. */
export const panelist = pgTable(
  'panelist',
  {
    poolId: poolId(),
    appealId: uuid('appeal_id').notNull(),
    personId: uuid('person_id').notNull(),
    drawnAt: at('drawn_at').notNull(),
    answers: jsonb('answers'),
    votedAt: at('voted_at'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.appealId, t.personId] }),
    index('panelist_waiting').on(t.personId).where(sql`voted_at is null`),
  ],
)
