import { at, newId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'

/** A human being (or an agent) as the co-op knows them. Sign-in users point here, never the other way. */
export const person = pgTable(
  'person',
  {
    id: uuid('id').primaryKey().default(newId),
    name: text('name'),
    createdAt: at('created_at').notNull().default(sql`now()`),
    /** Persons that are probably one: same wallet, same device, same hands. Equal to `id` until linked. */
    clusterId: uuid('cluster_id').notNull().default(newId),
    suspendedAt: at('suspended_at'),
    suspendedReason: text('suspended_reason'),
    /** Closed by its owner (deleted), or folded into another person when a wallet turned out to have one. */
    closedAt: at('closed_at'),
    closedInto: uuid('closed_into'),
  },
  (t) => [index('person_cluster').on(t.clusterId)],
)

/** A browser's or node's signing key (Ed25519, base64url). */
export const device = pgTable(
  'device',
  {
    id: uuid('id').primaryKey().default(newId),
    personId: uuid('person_id').notNull(),
    publicKey: text('public_key').notNull(),
    createdAt: at('created_at').notNull().default(sql`now()`),
  },
  (t) => [index('device_person').on(t.personId), index('device_key').on(t.publicKey)],
)

/** Two persons who are taken to be one by how they act; ended when a steward says that they are not. */
export const personLink = pgTable(
  'person_link',
  {
    /** The lower id of the two. */
    first: uuid('first').notNull(),
    second: uuid('second').notNull(),
    kind: text('kind', { enum: ['same-hands'] }).notNull(),
    at: at('at').notNull().default(sql`now()`),
    endedAt: at('ended_at'),
  },
  (t) => [primaryKey({ columns: [t.first, t.second, t.kind] }), index('person_link_second').on(t.second)],
)

/** An address that proved itself by SIWE; one person at a time has it. The newest is where money goes. */
export const payoutMethod = pgTable(
  'payout_method',
  {
    address: text('address').primaryKey(),
    personId: uuid('person_id').notNull(),
    attachedAt: at('attached_at').notNull().default(sql`now()`),
  },
  (t) => [index('payout_method_person').on(t.personId, t.attachedAt)],
)

export const role = pgTable(
  'role',
  {
    personId: uuid('person_id').notNull(),
    role: text('role').notNull(),
    grantedAt: at('granted_at').notNull().default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.personId, t.role] })],
)

/** Keys of the export API: only their SHA-256 is kept. */
export const apiKey = pgTable(
  'api_key',
  {
    id: uuid('id').primaryKey().default(newId),
    personId: uuid('person_id').notNull(),
    name: text('name').notNull(),
    prefix: text('prefix').notNull(),
    hash: text('hash').notNull().unique(),
    /** A key that opens the data of one license and nothing else; null opens what its person may. */
    licenseId: text('license_id'),
    /** Whether it may also ask for quotes and submit what pays for them. */
    mayBuy: boolean('may_buy').notNull().default(false),
    createdAt: at('created_at').notNull().default(sql`now()`),
    lastUsedAt: at('last_used_at'),
    revokedAt: at('revoked_at'),
  },
  (t) => [index('api_key_person').on(t.personId)],
)

/** One-time links that make the one who opens them a steward; only the SHA-256 of the token is kept. */
export const stewardLink = pgTable('steward_link', {
  hash: text('hash').primaryKey(),
  createdAt: at('created_at').notNull().default(sql`now()`),
  expiresAt: at('expires_at').notNull(),
  usedBy: uuid('used_by'),
  usedAt: at('used_at'),
})

/** Every action of a steward. Append-only: the database refuses updates and deletes. */
export const stewardAction = pgTable('steward_action', {
  id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
  at: at('at').notNull().default(sql`now()`),
  actor: uuid('actor'),
  action: text('action').notNull(),
  detail: jsonb('detail').notNull(),
  /** The action that this one takes back. */
  undoes: bigint('undoes', { mode: 'bigint' }).unique(),
})

/** Something a steward should look at, with the evidence. */
export const flag = pgTable(
  'flag',
  {
    id: uuid('id').primaryKey().default(newId),
    kind: text('kind').notNull(),
    subject: text('subject').notNull(),
    evidence: jsonb('evidence').notNull(),
    at: at('at').notNull().default(sql`now()`),
    resolvedAt: at('resolved_at'),
    automatic: boolean('automatic').notNull().default(true),
  },
  (t) => [index('flag_open').on(t.at).where(sql`resolved_at is null`)],
)

/** What was done under an account, each line chained by hash to the one before. Append-only. */
export const auditLine = pgTable(
  'audit_line',
  {
    personId: uuid('person_id').notNull(),
    seq: integer('seq').notNull(),
    at: at('at').notNull(),
    action: text('action').notNull(),
    detail: jsonb('detail').notNull(),
    previous: text('previous').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.seq] })],
)
