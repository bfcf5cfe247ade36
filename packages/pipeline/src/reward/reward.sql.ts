import { at, money, newId, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { bigint, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'

/** A settlement period, for all pools. Its manifest is a blob, named by its SHA-256. */
export const epoch = pgTable('epoch', {
  number: integer('number').primaryKey(),
  closedAt: at('closed_at').notNull().default(sql`now()`),
  root: text('root').notNull(),
  manifestSha256: text('manifest_sha256').notNull(),
  leaves: integer('leaves').notNull(),
  work: money('work').notNull(),
  revenue: money('revenue').notNull(),
  unassigned: money('unassigned').notNull(),
  /** Sum of all leaves: what `postRoot` declares. */
  declared: money('declared').notNull(),
  postedAt: at('posted_at'),
  activatesAt: at('activates_at'),
  activatedAt: at('activated_at'),
  transaction: text('transaction'),
})

/** What one person is owed from one pool in one epoch, and why. */
export const entitlement = pgTable(
  'entitlement',
  {
    poolId: poolId(),
    id: uuid('id').notNull().default(newId),
    epoch: integer('epoch').notNull(),
    personId: uuid('person_id').notNull(),
    kind: text('kind', { enum: ['work', 'revenue'] }).notNull(),
    /** The license whose revenue it is; empty for work. */
    licenseId: text('license_id').notNull().default(''),
    amount: money('amount').notNull(),
    /** Null while the person has no address: escrowed, in the manifest's unassigned line. */
    address: text('address'),
    /** The epoch whose tree it entered; later than `epoch` when it waited for an address. */
    enteredEpoch: integer('entered_epoch'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('entitlement_once').on(t.poolId, t.epoch, t.personId, t.kind, t.licenseId),
    index('entitlement_person').on(t.personId),
    index('entitlement_waiting').on(t.poolId).where(sql`entered_epoch is null`),
  ],
)

/** The leaves of each epoch's tree. */
export const leaf = pgTable(
  'leaf',
  {
    epoch: integer('epoch').notNull(),
    address: text('address').notNull(),
    cumulative: money('cumulative').notNull(),
  },
  (t) => [primaryKey({ columns: [t.epoch, t.address] }), index('leaf_address').on(t.address, t.epoch)],
)

/** Claims seen on chain. */
export const claim = pgTable(
  'claim',
  {
    transaction: text('transaction').notNull(),
    logIndex: integer('log_index').notNull(),
    address: text('address').notNull(),
    amount: money('amount').notNull(),
    cumulative: money('cumulative').notNull(),
    blockNumber: bigint('block_number', { mode: 'number' }).notNull(),
    orphanedAt: at('orphaned_at'),
  },
  (t) => [primaryKey({ columns: [t.transaction, t.logIndex] }), index('claim_address').on(t.address)],
)

/** A contributor's request that the relayer claims for them. */
export const cashOut = pgTable(
  'cash_out',
  {
    id: uuid('id').primaryKey().default(newId),
    personId: uuid('person_id').notNull(),
    address: text('address').notNull(),
    amount: money('amount').notNull(),
    cumulative: money('cumulative').notNull(),
    requestedAt: at('requested_at').notNull().default(sql`now()`),
    status: text('status', { enum: ['queued', 'sent', 'paid', 'failed'] }).notNull().default('queued'),
    transaction: text('transaction'),
    error: text('error'),
  },
  (t) => [
    unique('cash_out_once').on(t.address, t.cumulative),
    index('cash_out_person').on(t.personId),
    index('cash_out_waiting').on(t.requestedAt).where(sql`status in ('queued', 'sent')`),
  ],
)

/** How the money of each license was split: exact, with the dust carried to the pool's next epoch. */
export const distribution = pgTable(
  'distribution',
  {
    poolId: poolId(),
    licenseId: text('license_id').notNull(),
    epoch: integer('epoch').notNull(),
    releaseId: uuid('release_id').notNull(),
    gross: money('gross').notNull(),
    distributed: money('distributed').notNull(),
    dust: money('dust').notNull(),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.licenseId] })],
)

/** Points a labeler keeps back for stakes when an epoch closes. */
export const keep = pgTable(
  'keep',
  { poolId: poolId(), personId: uuid('person_id').notNull(), amount: money('amount').notNull() },
  (t) => [primaryKey({ columns: [t.poolId, t.personId] })],
)
