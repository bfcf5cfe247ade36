import { at, money, newId, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
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

/** One item to be answered under one campaign. `slots` are opened (and paid for); `openSlots` are free. */
export const task = pgTable(
  'task',
  {
    poolId: poolId(),
    id: uuid('id').notNull().default(newId),
    campaignId: uuid('campaign_id').notNull(),
    itemId: uuid('item_id').notNull(),
    /** `gold` tasks are drawn by the coin, `work` tasks otherwise; never shown to a labeler. `practice` has no slots. */
    track: text('track', { enum: ['work', 'gold', 'practice'] }).notNull(),
    slots: integer('slots').notNull().default(0),
    openSlots: integer('open_slots').notNull().default(0),
    /** A random place in the queue, so that neighbors in the upload are not neighbors in the work. */
    shuffle: integer('shuffle').notNull(),
    /** Of a gold task: the group from which the balanced draw takes it in turn. */
    goldClass: text('gold_class'),
    /** In the sample that gets all its answers however sure the first ones are. */
    audit: boolean('audit').notNull().default(false),
    /** When it was decided that no more answers are needed, and why; only with a target confidence. */
    closedAt: at('closed_at'),
    closedAs: text('closed_as', { enum: ['confident', 'all-answers', 'reviewed', 'set-aside'] }),
    /** Why it is out of the work, if it is: what happened to its item. */
    asideAs: text('aside_as', {
      enum: ['quarantined', 'withdrawn', 'payload-missing', 'gold-suspended', 'unread', 'superseded'],
    }),
    /** Since when only reviewers get it. */
    escalatedAt: at('escalated_at'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    index('task_undecided')
      .on(t.poolId, t.campaignId)
      .where(sql`slots > 0 and open_slots = 0 and closed_at is null`),
    unique('task_item').on(t.poolId, t.campaignId, t.itemId),
    index('task_queue').on(t.poolId, t.campaignId, t.track, t.shuffle).where(sql`open_slots > 0`),
    index('task_aside').on(t.poolId, t.campaignId).where(sql`aside_as is not null`),
    index('task_of_item').on(t.poolId, t.itemId),
    check('task_open_slots', sql`${t.openSlots} between 0 and ${t.slots}`),
  ],
)

/** A slot reserved for one labeler, with price, stake and consent as they were then. */
export const assignment = pgTable(
  'assignment',
  {
    poolId: poolId(),
    id: uuid('id').notNull().default(newId),
    campaignId: uuid('campaign_id').notNull(),
    taskId: uuid('task_id').notNull(),
    personId: uuid('person_id').notNull(),
    /** Which of the task's slots, from 0. */
    slot: integer('slot').notNull(),
    state: text('state', { enum: ['reserved', 'submitted', 'skipped', 'expired'] }).notNull(),
    price: money('price').notNull(),
    /** Share of the price it pays when accepted, as it was when reserved. */
    multiplierPpm: integer('multiplier_ppm').notNull().default(1_000_000),
    stake: money('stake').notNull(),
    consentId: uuid('consent_id').notNull(),
    termsHash: text('terms_hash').notNull(),
    /** What the labeler was shown as a machine's suggestion, if anything. */
    suggestionId: uuid('suggestion_id'),
    reservedAt: at('reserved_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    endedAt: at('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    // A slot has one holder; a labeler answers a task once.
    uniqueIndex('assignment_slot')
      .on(t.poolId, t.taskId, t.slot)
      .where(sql`state in ('reserved', 'submitted')`),
    uniqueIndex('assignment_task_person').on(t.poolId, t.taskId, t.personId).where(sql`state <> 'expired'`),
    // A labeler holds one task of a campaign at a time.
    uniqueIndex('assignment_held').on(t.poolId, t.campaignId, t.personId).where(sql`state = 'reserved'`),
    index('assignment_due').on(t.expiresAt).where(sql`state = 'reserved'`),
    index('assignment_person').on(t.poolId, t.personId, t.campaignId, t.endedAt),
    index('assignment_by_person').on(t.personId, t.endedAt),
    index('assignment_campaign').on(t.poolId, t.campaignId, t.state),
  ],
)

/** The immutable answer to an assignment. Its keys make a second answer on a slot or by a labeler impossible. */
export const annotation = pgTable(
  'annotation',
  {
    poolId: poolId(),
    assignmentId: uuid('assignment_id').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    taskId: uuid('task_id').notNull(),
    personId: uuid('person_id').notNull(),
    slot: integer('slot').notNull(),
    value: text('value').notNull(),
    /** `assisted`: a suggestion was in view. `model`: nobody looked at it. */
    madeBy: text('made_by').notNull().default('human'),
    elapsedMs: integer('elapsed_ms'),
    /** A keyed hash of the network it came from (/24 or /48), never the address; null where it is not known. */
    addressClass: text('address_class'),
    submittedAt: at('submitted_at').notNull().default(sql`now()`),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.assignmentId] }),
    unique('annotation_slot').on(t.poolId, t.taskId, t.slot),
    unique('annotation_person').on(t.poolId, t.taskId, t.personId),
    index('annotation_campaign').on(t.poolId, t.campaignId, t.submittedAt),
    index('annotation_labeler').on(t.poolId, t.campaignId, t.personId, t.submittedAt),
  ],
)

/** What a machine says an answer may be, beside the annotations: never one of them. */
export const suggestion = pgTable(
  'suggestion',
  {
    poolId: poolId(),
    id: uuid('id').notNull().default(newId),
    taskId: uuid('task_id').notNull(),
    value: text('value').notNull(),
    model: text('model').notNull(),
    version: text('version').notNull(),
    /** How sure the machine says it is. */
    confidencePpm: integer('confidence_ppm'),
    source: text('source', { enum: ['upload', 'worker', 'browser'] }).notNull(),
    /** In whose browser it was made. */
    personId: uuid('person_id'),
    madeAt: at('made_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    // What everybody is shown is one; browsers make their own where there is none.
    uniqueIndex('suggestion_task').on(t.poolId, t.taskId).where(sql`source <> 'browser'`),
  ],
)

/** An unsent answer, kept until it is sent. */
export const draft = pgTable(
  'draft',
  {
    poolId: poolId(),
    assignmentId: uuid('assignment_id').notNull(),
    value: jsonb('value').notNull(),
    savedAt: at('saved_at').notNull().default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.assignmentId] })],
)

/** Which labeler may answer which task of a list campaign. */
export const assignmentList = pgTable(
  'assignment_list',
  {
    poolId: poolId(),
    campaignId: uuid('campaign_id').notNull(),
    personId: uuid('person_id').notNull(),
    taskId: uuid('task_id').notNull(),
    shuffle: integer('shuffle').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.campaignId, t.personId, t.taskId] }),
    index('assignment_list_order').on(t.poolId, t.campaignId, t.personId, t.shuffle),
    index('assignment_list_task').on(t.poolId, t.taskId),
  ],
)

/** A labeler in a campaign: counted at submit, decided by settlement, refreshed by refits; what a reserve reads. */
export const standing = pgTable(
  'standing',
  {
    poolId: poolId(),
    campaignId: uuid('campaign_id').notNull(),
    personId: uuid('person_id').notNull(),
    answered: integer('answered').notNull().default(0),
    lastSubmitAt: at('last_submit_at'),
    eligible: text('eligible', { enum: ['yes', 'failed-gold', 'found-bad'] })
      .notNull()
      .default('yes'),
    /** Share of the price that an answer pays, on the lower bound of skill. */
    multiplierPpm: integer('multiplier_ppm').notNull().default(1_000_000),
    /** Whether split tasks go to them. */
    reviewer: boolean('reviewer').notNull().default(false),
    /** Points staked for a first window ahead, because somebody of their cluster has had the free one. */
    staked: money('staked').notNull().default(sql`0`),
    /** Their cluster has its share of the campaign. */
    capped: boolean('capped').notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.campaignId, t.personId] })],
)

/** A labeler's word that something is wrong with a task. */
export const report = pgTable(
  'report',
  {
    poolId: poolId(),
    taskId: uuid('task_id').notNull(),
    personId: uuid('person_id').notNull(),
    reason: text('reason').notNull(),
    note: text('note'),
    at: at('at').notNull().default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.taskId, t.personId] })],
)

/** Accounts that a steward found bad: their answers do not speak, and they get no more of the pool. */
export const badAccount = pgTable(
  'bad_account',
  {
    poolId: poolId(),
    personId: uuid('person_id').notNull(),
    reason: text('reason').notNull(),
    evidence: jsonb('evidence').notNull(),
    decidedBy: uuid('decided_by').notNull(),
    at: at('at').notNull().default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.personId] })],
)

/** Campaigns whose tasks are items that a collection brings. */
export const campaignFeed = pgTable(
  'campaign_feed',
  {
    poolId: poolId(),
    campaignId: uuid('campaign_id').notNull(),
    collectionId: uuid('collection_id').notNull(),
    /** Only items that lack this field; empty: all. */
    missing: text('missing').notNull().default(''),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.campaignId, t.collectionId, t.missing] }),
    index('campaign_feed_of').on(t.poolId, t.collectionId),
  ],
)
