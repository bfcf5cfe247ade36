import { at, money, newId, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'

/** The final decision on an assignment, made once. */
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
    /** When a final rejection turned out not to stand. Its pay came by a line of its own: epochs go on listing it as rejected. */
    reversedAt: at('reversed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.assignmentId] }),
    index('verdict_person').on(t.poolId, t.personId),
    // Also counts what is decided of a labeler's answers, without touching the table.
    index('verdict_campaign').on(t.poolId, t.campaignId, t.personId),
    index('verdict_task').on(t.poolId, t.taskId),
  ],
)

/**
 * A labeler's answers to a campaign between two decisions about their pay. `open` → `passed`; or `failed` (a rejection
 * that can be appealed) → `appealed` → `passed` | `rejected`; or `carried` to a later campaign, whose window it joins
 * (`joined`); or `ended` empty.
 */
export const payWindow = pgTable(
  'pay_window',
  {
    poolId: poolId(),
    id: uuid('id').notNull().default(newId),
    campaignId: uuid('campaign_id').notNull(),
    personId: uuid('person_id').notNull(),
    state: text('state', {
      enum: ['open', 'passed', 'failed', 'appealed', 'rejected', 'carried', 'joined', 'ended'],
    })
      .notNull()
      .default('open'),
    /** What decided it: `checks`, `close`, `unchecked`, `appeal`, `silence`, `gold`, `steward`. */
    decidedBy: text('decided_by'),
    reasonCode: text('reason_code'),
    evidence: jsonb('evidence').notNull().default({}),
    /** Points locked for it: lost when it is rejected for good. */
    stake: money('stake').notNull().default(sql`0`),
    /** Of a passed window: points that stay locked for the next one. */
    locked: money('locked').notNull().default(sql`0`),
    joined: uuid('joined'),
    openedAt: at('opened_at').notNull(),
    decidedAt: at('decided_at'),
    /** Until when a rejection can be appealed; then it counts. */
    appealUntil: at('appeal_until'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    uniqueIndex('pay_window_open').on(t.poolId, t.campaignId, t.personId).where(sql`state = 'open'`),
    index('pay_window_person').on(t.poolId, t.personId, t.state),
    index('pay_window_campaign').on(t.poolId, t.campaignId, t.state),
    index('pay_window_due').on(t.appealUntil).where(sql`state = 'failed'`),
  ],
)

/** A submitted answer in its window. */
export const vesting = pgTable(
  'vesting',
  {
    poolId: poolId(),
    assignmentId: uuid('assignment_id').notNull(),
    windowId: uuid('window_id').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    /** Who answered; their window may be that of the person they were folded into. */
    personId: uuid('person_id').notNull(),
    taskId: uuid('task_id').notNull(),
    /** Base units: price × multiplier, floored. */
    pay: money('pay').notNull(),
    /** Whether its pay has left the budget for the campaign's held account. */
    held: boolean('held').notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.assignmentId] }),
    index('vesting_window').on(t.poolId, t.windowId),
    index('vesting_campaign').on(t.poolId, t.campaignId, t.personId),
  ],
)

/** An answer that could be checked, and how it did. Counts in the window that was open then, unless void. */
export const answerCheck = pgTable(
  'answer_check',
  {
    poolId: poolId(),
    assignmentId: uuid('assignment_id').notNull(),
    windowId: uuid('window_id').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    personId: uuid('person_id').notNull(),
    taskId: uuid('task_id').notNull(),
    /** False: an ordinary task that others resolved. */
    gold: boolean('gold').notNull(),
    passed: boolean('passed').notNull(),
    at: at('at').notNull(),
    voidedAt: at('voided_at'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.assignmentId] }),
    index('answer_check_window').on(t.poolId, t.windowId, t.at),
    index('answer_check_person').on(t.poolId, t.personId),
    index('answer_check_task').on(t.poolId, t.taskId),
  ],
)

/** Points that changed hands by a slash, or were restored by a reversal after the fact. */
export const slash = pgTable(
  'slash',
  {
    poolId: poolId(),
    id: uuid('id').notNull().default(newId),
    windowId: uuid('window_id').notNull(),
    personId: uuid('person_id').notNull(),
    /** `slashed` lost, `compensated` and `restored` gained. */
    kind: text('kind', { enum: ['slashed', 'compensated', 'restored'] }).notNull(),
    amount: money('amount').notNull(),
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('slash_once').on(t.poolId, t.windowId, t.personId, t.kind),
    index('slash_person').on(t.poolId, t.personId, t.at),
  ],
)
