import { at, bytes, money, newId, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'

export const pool = pgTable(
  'pool',
  {
    id: uuid('id').primaryKey().default(newId),
    requesterId: uuid('requester_id').notNull(),
    name: text('name').notNull(),
    description: text('description').notNull(),
    terms: jsonb('terms').notNull(),
    termsHash: text('terms_hash').notNull(),
    treasuryBps: integer('treasury_bps').notNull().default(0),
    rowSplitPpm: jsonb('row_split_ppm').notNull(),
    /** Set by the follower when `PoolCreated` was seen on chain. */
    chainPoolId: text('chain_pool_id').unique(),
    closedAt: at('closed_at'),
    createdAt: at('created_at').notNull().default(sql`now()`),
    /** HMAC key of the pseudonyms in releases. */
    pseudonymKey: bytes('pseudonym_key').notNull(),
  },
  (t) => [index('pool_requester').on(t.requesterId)],
)

/** What the chain says of a pool's terms: one row per event. The newest that is `in-force` counts. */
export const poolTerms = pgTable(
  'pool_terms',
  {
    poolId: poolId(),
    transaction: text('transaction').notNull(),
    logIndex: integer('log_index').notNull(),
    blockNumber: bigint('block_number', { mode: 'number' }).notNull(),
    /** `scheduled` waits until `availableAt`, unless a later row says otherwise. */
    what: text('what', { enum: ['in-force', 'scheduled', 'dropped'] }).notNull(),
    /** Lower case. */
    treasury: text('treasury'),
    treasuryBps: integer('treasury_bps'),
    sourceBps: integer('source_bps'),
    availableAt: at('available_at'),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.transaction, t.logIndex] })],
)

export const campaign = pgTable(
  'campaign',
  {
    poolId: poolId(),
    id: uuid('id').notNull().default(newId),
    name: text('name').notNull(),
    guidelines: text('guidelines').notNull(),
    labels: jsonb('labels').notNull(),
    /** Of `@rowright/tasktype`. */
    taskType: text('task_type').notNull().default('single'),
    /** Settings of the task type; `single` has its labels beside it. */
    schema: jsonb('schema').notNull().default({}),
    price: money('price').notNull(),
    /** With windows: of a window, from a labeler's third on. Without: of each answer. */
    stake: money('stake').notNull(),
    /** Answers a task gets at most; with a target confidence it gets at least `overlapMin` and stops when it is sure. */
    overlap: integer('overlap').notNull(),
    overlapMin: integer('overlap_min').notNull().default(1),
    /** Posterior at which a task is decided; null: every task gets `overlap` answers. */
    targetConfidencePpm: integer('target_confidence_ppm'),
    /** Share of the tasks that always get `overlap` answers, to measure how often the early ones are wrong. */
    auditPpm: integer('audit_ppm').notNull().default(20_000),
    /** By how much the audit has raised `overlapMin`. */
    minRaised: integer('min_raised').notNull().default(0),
    /** Answers of reviewers that a task still split at `overlap` may get. */
    reviewSlots: integer('review_slots').notNull().default(0),
    /** Most of the campaign that one value of a stratum may be: `[{ stratum, value, maxPpm }]`; value null: each. */
    quotas: jsonb('quotas').notNull().default([]),
    /** Of the coin that draws gold; told nobody while the campaign runs. */
    coinSeed: uuid('coin_seed').notNull().default(sql`gen_random_uuid()`),
    goldRatePpm: integer('gold_rate_ppm').notNull(),
    assignment: text('assignment', { enum: ['open', 'list'] }).notNull(),
    leaseSeconds: integer('lease_seconds').notNull(),
    /**
     * With windows: how long a rejection can be appealed before it counts. Without: seconds without a submit after which
     * a labeler is judged; null: when the campaign closes.
     */
    holdSeconds: integer('hold_seconds'),
    /** Without windows: how long a rejection can be appealed before it counts. */
    appealSeconds: integer('appeal_seconds').notNull().default(259_200),
    /** Checks after which pay vests; null: no windows (a list, or a trial among people who know each other). */
    windowChecks: integer('window_checks'),
    /** Wrong checks at which a window fails. */
    windowFailAt: integer('window_fail_at'),
    method: text('method').notNull(),
    status: text('status', { enum: ['draft', 'open', 'paused', 'closed'] }).notNull(),
    /** Price × every slot opened so far: never more than was funded. */
    committed: money('committed').notNull().default(sql`0`),
    /** Set when the last result and verdict of a closed campaign are in. */
    settledAt: at('settled_at'),
    /** When its requester asked for what is left over; the relayer then sends it to the funders. */
    refundAskedAt: at('refund_asked_at'),
    createdAt: at('created_at').notNull().default(sql`now()`),
    closedAt: at('closed_at'),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.id] }), index('campaign_open').on(t.status)],
)

/** Money that arrived on chain for a campaign: one row per event. */
export const campaignFunding = pgTable(
  'campaign_funding',
  {
    poolId: poolId(),
    campaignId: uuid('campaign_id').notNull(),
    transaction: text('transaction').notNull(),
    logIndex: integer('log_index').notNull(),
    blockNumber: bigint('block_number', { mode: 'number' }).notNull(),
    funder: text('funder').notNull(),
    amount: money('amount').notNull(),
    /** Set when the chain went back and the block is gone. */
    orphanedAt: at('orphaned_at'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.campaignId, t.transaction, t.logIndex] }),
    unique('funding_once').on(t.transaction, t.logIndex),
  ],
)

/** How the chain shows the end of a campaign: closed, settled (what was earned is attested), refundable. */
export const campaignEnd = pgTable(
  'campaign_end',
  {
    poolId: poolId(),
    campaignId: uuid('campaign_id').notNull(),
    closedBlock: bigint('closed_block', { mode: 'number' }).notNull(),
    /** From then on the poster may settle it. */
    settleableAt: at('settleable_at').notNull(),
    settledBlock: bigint('settled_block', { mode: 'number' }),
    /** Earned by contributors, as attested. */
    committed: money('committed'),
    /** What goes back to the funders, from `refundableAt` on. */
    refundable: money('refundable'),
    refundableAt: at('refundable_at'),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.campaignId] })],
)

/** Money of a campaign that went back to a funder on chain: one row per event. */
export const campaignRefund = pgTable(
  'campaign_refund',
  {
    poolId: poolId(),
    campaignId: uuid('campaign_id').notNull(),
    transaction: text('transaction').notNull(),
    logIndex: integer('log_index').notNull(),
    blockNumber: bigint('block_number', { mode: 'number' }).notNull(),
    funder: text('funder').notNull(),
    amount: money('amount').notNull(),
    /** Set when the chain went back and the block is gone. */
    orphanedAt: at('orphaned_at'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.campaignId, t.transaction, t.logIndex] }),
    unique('refund_once').on(t.transaction, t.logIndex),
  ],
)
