import { at, money, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'

/** The decision on an assignment, made once. */
export const verdict = pgTable(
  'verdict',
  {
    poolId: poolId(),
    assignmentId: uuid('assignment_id').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    taskId: uuid('task_id').notNull(),
    personId: uuid('person_id').notNull(),
    decision: text('decision', { enum: ['accepted', 'rejected'] }).notNull(),
    reasonCode: text('reason_code').notNull(),
    evidence: jsonb('evidence').notNull(),
    price: money('price').notNull(),
    /** Pay is price × this, floored. */
    multiplierPpm: integer('multiplier_ppm').notNull().default(1_000_000),
    at: at('at').notNull().default(sql`now()`),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.assignmentId] }),
    index('verdict_person').on(t.poolId, t.personId),
    // Also counts what is decided of a labeler's answers, without touching the table.
    index('verdict_campaign').on(t.poolId, t.campaignId, t.personId),
    index('verdict_task').on(t.poolId, t.taskId),
  ],
)
