import type { NodePgDatabase } from 'drizzle-orm/node-postgres'

/** Who acts. `system` is the worker or the command line; `public` is anybody. */
export type Actor =
  | { kind: 'person'; personId: string; steward: boolean }
  | { kind: 'system'; name: string }
  | { kind: 'public' }

export interface Log {
  info(message: string, fields?: Record<string, unknown>): void
  warn(message: string, fields?: Record<string, unknown>): void
  error(message: string, fields?: Record<string, unknown>): void
}

export type Tx = NodePgDatabase

/** What every verb gets: the transaction, the clock, randomness, the actor and the log. */
export interface Ctx {
  tx: Tx
  /** The transaction's `now()` plus the test offset: one clock for rows and code. */
  now(): Date
  /** Uniform in [0, 1). */
  random(): number
  actor: Actor
  log: Log
}
