import { at, money, newId, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'

/** An offer as the chain shows it. */
export const offer = pgTable(
  'offer',
  {
    poolId: poolId(),
    /** `offerId` on chain, decimal. */
    id: text('id').notNull(),
    price: money('price').notNull(),
    durationSeconds: bigint('duration_seconds', { mode: 'number' }).notNull(),
    purposeMask: integer('purpose_mask').notNull(),
    licenseeClass: integer('licensee_class').notNull(),
    termsHash: text('terms_hash').notNull(),
    /** Shares of the price that the offer keeps for ever, in 1/10,000: the treasury's, and of the rest the sources'. */
    treasuryBps: integer('treasury_bps').notNull().default(0),
    sourceBps: integer('source_bps').notNull().default(0),
    blockNumber: bigint('block_number', { mode: 'number' }).notNull(),
    closedAtBlock: bigint('closed_at_block', { mode: 'number' }),
    /** Set when the chain went back and the block is gone. */
    orphanedAt: at('orphaned_at'),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.id] }), unique('offer_id').on(t.id)],
)

/** Terms that were written for an offer, by the hash that the chain has of them; and what of the offer they say. */
export const licenseTerms = pgTable(
  'license_terms',
  {
    poolId: poolId(),
    hash: text('hash').notNull(),
    text: text('text').notNull(),
    document: text('document').notNull(),
    price: money('price').notNull(),
    durationSeconds: bigint('duration_seconds', { mode: 'number' }).notNull(),
    purposeMask: integer('purpose_mask').notNull(),
    licenseeClass: integer('licensee_class').notNull(),
    at: at('at').notNull().default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.hash] })],
)

/** A license as the chain shows it. */
export const license = pgTable(
  'license',
  {
    poolId: poolId(),
    /** `licenseId` on chain, decimal. */
    id: text('id').notNull(),
    offerId: text('offer_id').notNull(),
    licensee: text('licensee').notNull(),
    payer: text('payer').notNull(),
    price: money('price').notNull(),
    treasury: money('treasury').notNull(),
    /** Of the rest, what is set aside for the owners of collected pages. */
    sources: money('sources').notNull().default(sql`0`),
    contributors: money('contributors').notNull(),
    boughtAt: at('bought_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    /** The release current when it was bought: the licensed set its revenue is split over. */
    releaseId: uuid('release_id'),
    transaction: text('transaction').notNull(),
    logIndex: integer('log_index').notNull(),
    blockNumber: bigint('block_number', { mode: 'number' }).notNull(),
    /** Set while the chain does not show it: it went backwards. */
    orphanedAt: at('orphaned_at'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    uniqueIndex('license_once').on(t.transaction, t.logIndex).where(sql`orphaned_at is null`),
    index('license_licensee').on(t.licensee),
  ],
)

/** A licensee said that they erased what the changes of the pool told them to, up to a number; and the receipt they got. */
export const erasureAck = pgTable(
  'erasure_ack',
  {
    poolId: poolId(),
    licenseId: text('license_id').notNull(),
    /** Number of the last change it covers. */
    through: bigint('through', { mode: 'number' }).notNull(),
    /** Canonical JSON, as it was signed. */
    receipt: text('receipt').notNull(),
    signer: text('signer').notNull(),
    signature: text('signature').notNull(),
    at: at('at').notNull().default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.licenseId, t.through] })],
)

/** `RevocationsAcknowledged`: the licensee has removed the rows of this revocation epoch and all before it. */
export const licenseAck = pgTable(
  'license_ack',
  {
    poolId: poolId(),
    licenseId: text('license_id').notNull(),
    epoch: integer('epoch').notNull(),
    transaction: text('transaction').notNull(),
    blockNumber: bigint('block_number', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.licenseId, t.epoch] })],
)

/** That the holder of a license by invoice asked to acknowledge an epoch: signed by the kept address, for a relayer to send. */
export const keptAck = pgTable(
  'kept_ack',
  {
    poolId: poolId(),
    licenseId: text('license_id').notNull(),
    epoch: integer('epoch').notNull(),
    /** Seconds since 1970; the contract takes it until then. */
    deadline: bigint('deadline', { mode: 'number' }).notNull(),
    /** Of `AckRevocations` (EIP-712). */
    signature: text('signature').notNull(),
    askedAt: at('asked_at').notNull().default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.licenseId, t.epoch] })],
)

/** A price that somebody was told, and what was paid for it. One order is one quote: it buys once. */
export const quote = pgTable(
  'quote',
  {
    id: uuid('id').primaryKey().default(newId),
    poolId: poolId(),
    personId: uuid('person_id').notNull(),
    offerId: text('offer_id').notNull(),
    /** Whom the license will belong to, lower case. */
    licensee: text('licensee').notNull(),
    /** True when the address is of this instance's keeping: an invoice for somebody without a wallet. */
    kept: boolean('kept').notNull().default(false),
    /** What the buyer's bookkeeping calls the order. */
    orderNumber: text('order_number'),
    /** Goes into the transaction: 32 bytes, `orderReference`. */
    reference: text('reference').notNull(),
    price: money('price').notNull(),
    termsHash: text('terms_hash').notNull(),
    createdAt: at('created_at').notNull().default(sql`now()`),
    expiresAt: at('expires_at').notNull(),
    transaction: text('transaction'),
    submittedAt: at('submitted_at'),
  },
  (t) => [
    unique('quote_transaction').on(t.transaction),
    uniqueIndex('quote_order').on(t.personId, t.orderNumber).where(sql`order_number is not null`),
    index('quote_kept').on(t.personId).where(sql`kept`),
  ],
)
