import { at, newId, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { boolean, index, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** A browser or a machine that fetches for a person. */
export const node = pgTable(
  'node',
  {
    id: uuid('id').primaryKey().default(newId),
    personId: uuid('person_id').notNull(),
    /** Ed25519, base64url: signs its calls. */
    publicKey: text('public_key').notNull().unique(),
    name: text('name').notNull(),
    client: text('client').notNull(),
    pairedAt: at('paired_at').notNull().default(sql`now()`),
  },
  (t) => [index('node_person').on(t.personId)],
)

/** Short codes of the signed-in page; only their SHA-256 is kept. */
export const nodeCode = pgTable('node_code', {
  hash: text('hash').primaryKey(),
  personId: uuid('person_id').notNull(),
  expiresAt: at('expires_at').notNull(),
  usedBy: text('used_by'),
})

/** What an account's checks in a pool say of it: `Standing`. */
export const nodeStanding = pgTable(
  'node_standing',
  {
    poolId: poolId(),
    personId: uuid('person_id').notNull(),
    inRow: integer('in_row').notNull().default(0),
    passed: integer('passed').notNull().default(0),
    failed: integer('failed').notNull().default(0),
    suspicion: integer('suspicion').notNull().default(0),
    wasTrusted: boolean('was_trusted').notNull().default(false),
    dismissed: boolean('dismissed').notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.personId] })],
)

/** Networks (salted hash of /24 or /48) from which an account was dismissed. */
export const networkCoolOff = pgTable('network_cool_off', {
  network: text('network').primaryKey(),
  dismissals: integer('dismissals').notNull(),
  until: at('until').notNull(),
})

/** Hosts that lead to this instance, and serve canaries only. */
export const canaryHost = pgTable('canary_host', {
  name: text('name').primaryKey(),
  /** `https://stories.example`. */
  origin: text('origin').notNull(),
  /** Of all leases, those that are canaries. */
  sharePpm: integer('share_ppm').notNull(),
})

/** A page that was written for one lease. */
export const canary = pgTable(
  'canary',
  {
    poolId: poolId(),
    leaseId: uuid('lease_id').notNull(),
    url: text('url').notNull().unique(),
    /** What its text is made from. */
    seed: text('seed').notNull(),
    /** When its server was asked for it first, and by whom that says it is. */
    askedAt: at('asked_at'),
    agent: text('agent'),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.leaseId] })],
)

/** Periods of the audit; the seed is told when the period is over, its hash before it begins. */
export const auditPeriod = pgTable('audit_period', {
  startsAt: timestamp('starts_at', { withTimezone: true, mode: 'date' }).primaryKey(),
  endsAt: at('ends_at').notNull(),
  seed: text('seed').notNull(),
  commitment: text('commitment').notNull(),
})
