import { at, bytes, newId, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'

/** A signed grant, as it was signed. */
export const consent = pgTable(
  'consent',
  {
    poolId: poolId(),
    id: uuid('id').notNull().default(newId),
    personId: uuid('person_id').notNull(),
    body: jsonb('body').notNull(),
    bodyHash: text('body_hash').notNull(),
    signature: text('signature').notNull(),
    lock: text('lock').notNull(),
    /** The revocation secret under the contributor's key (AES-256-GCM: 12-byte nonce, ciphertext, tag). */
    sealedSecret: bytes('sealed_secret'),
    grantedAt: at('granted_at').notNull().default(sql`now()`),
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('consent_lock').on(t.lock),
    index('consent_person').on(t.poolId, t.personId, t.grantedAt),
    index('consent_by_person').on(t.personId),
  ],
)

/** The end of a consent. Append-only and never refused. */
export const revocation = pgTable(
  'revocation',
  {
    poolId: poolId(),
    consentId: uuid('consent_id').notNull(),
    revokedAt: at('revoked_at').notNull().default(sql`now()`),
    /** `account`, `receipt` or `chain`. */
    via: text('via').notNull(),
    /** The transaction that made it public on chain, once there is one, and its block. */
    transaction: text('transaction'),
    blockNumber: bigint('block_number', { mode: 'number' }),
    /** Root of the revocation epoch it was last put into; counts when the pool has an epoch with that root. */
    batch: text('batch'),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.consentId] })],
)

/** Revocation epochs as the chain shows them: licensees have to acknowledge each, or their license lapses. */
export const revocationEpoch = pgTable(
  'revocation_epoch',
  {
    poolId: poolId(),
    /** Its index on chain, from 0. */
    epoch: integer('epoch').notNull(),
    /** Root over the locks of the consents that ended. */
    root: text('root').notNull(),
    count: integer('count').notNull(),
    /** Time of its block. */
    openedAt: at('opened_at').notNull(),
    /** A license that has not acknowledged it by then is not valid. */
    lapsesAt: at('lapses_at').notNull(),
    transaction: text('transaction').notNull(),
    blockNumber: bigint('block_number', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.epoch] })],
)

/** The key that seals a contributor's secrets; deleting it is the erasure. */
export const consentKey = pgTable('consent_key', {
  personId: uuid('person_id').primaryKey(),
  key: bytes('key').notNull(),
})

/** Which consents were anchored on chain, in which batch. */
export const consentAnchor = pgTable(
  'consent_anchor',
  {
    poolId: poolId(),
    consentId: uuid('consent_id').notNull(),
    root: text('root').notNull(),
    transaction: text('transaction').notNull(),
    blockNumber: bigint('block_number', { mode: 'number' }).notNull(),
    at: at('at').notNull().default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.consentId] }), index('consent_anchor_root').on(t.root)],
)

/** The words behind a terms hash. */
export const consentTermsText = pgTable('consent_terms', {
  hash: text('hash').primaryKey(),
  terms: jsonb('terms').notNull(),
})
