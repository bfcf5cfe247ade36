import { at } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'

/** The tables of better-auth (its core, anonymous and SIWE plugins). A user points to a person, never the other way. */
export const user = pgTable(
  'auth_user',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    email: text('email').notNull().unique(),
    emailVerified: boolean('email_verified').notNull().default(false),
    image: text('image'),
    isAnonymous: boolean('is_anonymous'),
    personId: uuid('person_id'),
    createdAt: at('created_at').notNull().default(sql`now()`),
    updatedAt: at('updated_at').notNull().default(sql`now()`),
  },
  (t) => [index('auth_user_person').on(t.personId)],
)

export const session = pgTable(
  'auth_session',
  {
    id: text('id').primaryKey(),
    token: text('token').notNull().unique(),
    userId: text('user_id').notNull(),
    expiresAt: at('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: at('created_at').notNull().default(sql`now()`),
    updatedAt: at('updated_at').notNull().default(sql`now()`),
  },
  (t) => [index('auth_session_user').on(t.userId)],
)

export const account = pgTable(
  'auth_account',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id').notNull(),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: at('access_token_expires_at'),
    refreshTokenExpiresAt: at('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: at('created_at').notNull().default(sql`now()`),
    updatedAt: at('updated_at').notNull().default(sql`now()`),
  },
  (t) => [index('auth_account_user').on(t.userId)],
)

export const verification = pgTable(
  'auth_verification',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: at('expires_at').notNull(),
    createdAt: at('created_at').notNull().default(sql`now()`),
    updatedAt: at('updated_at').notNull().default(sql`now()`),
  },
  (t) => [index('auth_verification_identifier').on(t.identifier)],
)

export const walletAddress = pgTable(
  'auth_wallet_address',
  {
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    address: text('address').notNull(),
    chainId: integer('chain_id').notNull(),
    isPrimary: boolean('is_primary').notNull().default(false),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    unique('auth_wallet_address_once').on(t.address, t.chainId),
    index('auth_wallet_address_user').on(t.userId),
  ],
)

/** Requests counted per key and window, in Postgres, so that any number of processes share one count. */
export const rateWindow = pgTable(
  'rate_window',
  { key: text('key').notNull(), window: at('window').notNull(), count: integer('count').notNull() },
  (t) => [primaryKey({ columns: [t.key, t.window] }), index('rate_window_old').on(t.window)],
)

/**
 * Requests that were sent with an `Idempotency-Key`: what they asked, and what was answered. Those that buy are kept
 * for ever, the others for a day.
 */
export const keyedRequest = pgTable(
  'keyed_request',
  {
    /** The account; requests without one are not kept. */
    personId: uuid('person_id').notNull(),
    key: text('key').notNull(),
    /** SHA-256 of method, path and canonical body. */
    sha256: text('sha256').notNull(),
    forEver: boolean('for_ever').notNull().default(false),
    at: at('at').notNull().default(sql`now()`),
    /** While it is being answered; another may take over afterwards. */
    heldUntil: at('held_until'),
    status: integer('status'),
    answer: text('answer'),
    headers: jsonb('headers'),
  },
  (t) => [
    primaryKey({ columns: [t.personId, t.key] }),
    index('keyed_request_old').on(t.at).where(sql`not for_ever`),
  ],
)
