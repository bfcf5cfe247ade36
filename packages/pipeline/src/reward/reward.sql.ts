import { at, money, newId, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'

/** A settlement period, for all pools. Its manifest is a blob, named by its SHA-256. */
export const epoch = pgTable('epoch', {
  number: integer('number').primaryKey(),
  /** The deployment its leaves are for. */
  chainId: bigint('chain_id', { mode: 'number' }).notNull(),
  rewards: text('rewards').notNull(),
  token: text('token').notNull(),
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
  postedBlock: bigint('posted_block', { mode: 'number' }),
  activatesAt: at('activates_at'),
  activatedAt: at('activated_at'),
  activatedBlock: bigint('activated_block', { mode: 'number' }),
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
    /** Transaction of the claim that paid it. */
    claimedIn: text('claimed_in'),
    /** How often a claim that paid it was lost again because the chain went backwards. */
    lost: integer('lost').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('entitlement_once').on(t.poolId, t.epoch, t.personId, t.kind, t.licenseId),
    index('entitlement_person').on(t.personId),
    index('entitlement_waiting').on(t.poolId).where(sql`entered_epoch is null`),
    index('entitlement_unpaid').on(t.address, t.enteredEpoch).where(sql`claimed_in is null`),
  ],
)

/** Which verdicts an epoch's manifest lists: each is in one epoch. */
export const epochLine = pgTable(
  'epoch_line',
  { poolId: poolId(), assignmentId: uuid('assignment_id').notNull(), epoch: integer('epoch').notNull() },
  (t) => [primaryKey({ columns: [t.poolId, t.assignmentId] })],
)

/** Points and stakes a person held when an epoch had closed: what the next one carries in. */
export const carry = pgTable(
  'carry',
  {
    poolId: poolId(),
    epoch: integer('epoch').notNull(),
    personId: uuid('person_id').notNull(),
    amount: money('amount').notNull(),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.epoch, t.personId] }), index('carry_epoch').on(t.epoch)],
)

/** Leaves that an epoch changed. The tree of an epoch has the newest leaf of each address up to it. */
export const leaf = pgTable(
  'leaf',
  {
    epoch: integer('epoch').notNull(),
    address: text('address').notNull(),
    cumulative: money('cumulative').notNull(),
  },
  (t) => [primaryKey({ columns: [t.epoch, t.address] }), index('leaf_address').on(t.address, t.epoch)],
)

/** Final pay that turned out wrong, taken back from later pay: a leaf never shrinks. */
export const correction = pgTable(
  'correction',
  {
    poolId: poolId(),
    /** The assignment whose pay was wrong: corrected once. */
    assignmentId: uuid('assignment_id').notNull(),
    personId: uuid('person_id').notNull(),
    amount: money('amount').notNull(),
    /** Taken back so far, by epochs. */
    netted: money('netted').notNull().default(sql`0`),
    at: at('at').notNull().default(sql`now()`),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.assignmentId] }),
    index('correction_open').on(t.poolId, t.personId).where(sql`netted < amount`),
    check('correction_bounds', sql`0 <= netted and netted <= amount`),
  ],
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
    sentAt: at('sent_at'),
    requestedAt: at('requested_at').notNull().default(sql`now()`),
    status: text('status', { enum: ['queued', 'sent', 'paid', 'failed'] })
      .notNull()
      .default('queued'),
    transaction: text('transaction'),
    error: text('error'),
  },
  (t) => [
    unique('cash_out_once').on(t.address, t.cumulative),
    index('cash_out_person').on(t.personId),
    index('cash_out_waiting').on(t.requestedAt).where(sql`status in ('queued', 'sent')`),
  ],
)

/** How the money of each license was split: `gross + carried = distributed + dust`, exactly. */
export const distribution = pgTable(
  'distribution',
  {
    poolId: poolId(),
    licenseId: text('license_id').notNull(),
    epoch: integer('epoch').notNull(),
    releaseId: uuid('release_id').notNull(),
    /** What its contributors share: their part of its price, less what is reserved for hosts. */
    gross: money('gross').notNull(),
    /** The pool's dust of earlier epochs, distributed with it. */
    carried: money('carried').notNull(),
    distributed: money('distributed').notNull(),
    dust: money('dust').notNull(),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.licenseId] })],
)

/** What an epoch reserved of a license for the owner of a host, and the epoch that gave it to the contributors unclaimed. */
export const sourceShare = pgTable(
  'source_share',
  {
    poolId: poolId(),
    licenseId: text('license_id').notNull(),
    /** Empty: set aside by an offer whose release had no collected rows. */
    host: text('host').notNull(),
    releaseId: uuid('release_id').notNull(),
    amount: money('amount').notNull(),
    reservedAt: at('reserved_at').notNull().default(sql`now()`),
    releasedEpoch: integer('released_epoch'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.licenseId, t.host] }),
    index('source_share_waiting').on(t.reservedAt).where(sql`released_epoch is null`),
    index('source_share_host').on(t.host),
  ],
)

/** Points a labeler keeps back for stakes when an epoch closes. */
export const keep = pgTable(
  'keep',
  { poolId: poolId(), personId: uuid('person_id').notNull(), amount: money('amount').notNull() },
  (t) => [primaryKey({ columns: [t.poolId, t.personId] })],
)
