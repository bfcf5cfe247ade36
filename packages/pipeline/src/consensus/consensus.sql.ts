import { at, bytes, newId, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'

/** The known answer of a gold task. */
export const gold = pgTable(
  'gold',
  {
    poolId: poolId(),
    taskId: uuid('task_id').notNull(),
    answer: text('answer').notNull(),
    /** Of gold made from a result: answers before this made it what it is, and prove nothing about their labelers. */
    since: at('since'),
    /** Good labelers kept failing it: it proves nothing any more. */
    suspendedAt: at('suspended_at'),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.taskId] })],
)

/** An answer to a gold task that says nothing about its labeler: a panel gave another answer than was known, or kept silent. */
export const goldVoid = pgTable(
  'gold_void',
  { poolId: poolId(), assignmentId: uuid('assignment_id').notNull(), at: at('at').notNull() },
  (t) => [primaryKey({ columns: [t.poolId, t.assignmentId] })],
)

/** One run of an aggregator over a campaign. */
export const refit = pgTable(
  'refit',
  {
    poolId: poolId(),
    id: uuid('id').notNull().default(newId),
    campaignId: uuid('campaign_id').notNull(),
    method: text('method').notNull(),
    version: text('version').notNull(),
    iterations: integer('iterations').notNull(),
    annotations: integer('annotations').notNull(),
    /** Answers there were, those that do not speak included. */
    read: integer('read').notNull().default(0),
    /** SHA-256 over the annotations it read, in order. */
    inputSha256: text('input_sha256').notNull(),
    alphaPpm: integer('alpha_ppm'),
    /** The assignments whose answers it read, in order: 16 bytes of UUID each. */
    inputs: bytes('inputs'),
    /** By person: `[accuracy, low, high, answers]`, in ppm but the last. What tasks close on until the next refit. */
    reliabilities: jsonb('reliabilities').notNull().default({}),
    /** Persons whose answers were left out, and groups of persons whose copies counted once. */
    screened: jsonb('screened').notNull().default([]),
    collapsed: jsonb('collapsed').notNull().default([]),
    /** Audit tasks that would have stopped early, and those of them that would have stopped at another value. */
    auditItems: integer('audit_items').notNull().default(0),
    auditErrors: integer('audit_errors').notNull().default(0),
    at: at('at').notNull().default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.id] })],
)

/** The aggregated answer of a task. A later round replaces an earlier one; none is changed. */
export const result = pgTable(
  'result',
  {
    poolId: poolId(),
    taskId: uuid('task_id').notNull(),
    round: integer('round').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    refitId: uuid('refit_id').notNull(),
    value: text('value').notNull(),
    confidencePpm: integer('confidence_ppm').notNull(),
    /** ppm by label value. */
    posteriorPpm: jsonb('posterior_ppm').notNull(),
    votes: jsonb('votes').notNull(),
    method: text('method').notNull(),
    version: text('version').notNull(),
    /** Assignment ids of the contributing annotations. */
    annotations: jsonb('annotations').notNull(),
    at: at('at').notNull().default(sql`now()`),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.taskId, t.round] }),
    index('result_campaign').on(t.poolId, t.campaignId),
  ],
)

/** A labeler's measured accuracy in one campaign's refit, in ppm, with its 95 % interval. */
export const skill = pgTable(
  'skill',
  {
    poolId: poolId(),
    refitId: uuid('refit_id').notNull(),
    personId: uuid('person_id').notNull(),
    accuracyPpm: integer('accuracy_ppm').notNull(),
    lowPpm: integer('low_ppm').notNull(),
    highPpm: integer('high_ppm').notNull(),
    annotations: integer('annotations').notNull(),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.refitId, t.personId] })],
)
