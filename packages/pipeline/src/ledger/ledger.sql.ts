import { at, money, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { bigint, check, index, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'

/**
 * One row per transfer: the same amount leaves `debit` and enters `credit`, so every sum is zero by shape.
 * Accounts are named: `world`, `budget:<campaign>`, `points:<person>`, `stake:<person>`, `reward:<person>`,
 * `paid:<person>`, `revenue`, `dust`.
 */
export const transfer = pgTable(
  'transfer',
  {
    poolId: poolId(),
    id: bigint('id', { mode: 'bigint' }).generatedAlwaysAsIdentity(),
    debit: text('debit').notNull(),
    credit: text('credit').notNull(),
    amount: money('amount').notNull(),
    reason: text('reason').notNull(),
    /** What caused it; with the reason, it happens once. */
    cause: text('cause').notNull(),
    at: at('at').notNull().default(sql`now()`),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('transfer_once').on(t.poolId, t.reason, t.cause),
    index('transfer_debit').on(t.poolId, t.debit),
    index('transfer_credit').on(t.poolId, t.credit),
    check('transfer_positive', sql`${t.amount} > 0`),
    check('transfer_two_accounts', sql`${t.debit} <> ${t.credit}`),
  ],
)

/** What a contributor's account holds; the other accounts are sums of transfers. */
export const balance = pgTable(
  'balance',
  { poolId: poolId(), account: text('account').notNull(), amount: money('amount').notNull() },
  (t) => [
    primaryKey({ columns: [t.poolId, t.account] }),
    check('balance_not_negative', sql`${t.amount} >= 0`),
  ],
)
