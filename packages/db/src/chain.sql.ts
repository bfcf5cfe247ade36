import { sql } from 'drizzle-orm'
import { bigint, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at } from './columns.ts'

/** The contracts of each chain this instance has lived on; the newest row is in force. */
export const chainDeployment = pgTable('chain_deployment', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  chainId: bigint('chain_id', { mode: 'number' }).notNull(),
  genesisHash: text('genesis_hash').notNull().unique(),
  deployment: jsonb('deployment').notNull(),
  deployedAt: at('deployed_at').notNull().default(sql`now()`),
})

/** Blocks the follower has read, with their hashes: how it notices that the chain went backwards. */
export const chainBlock = pgTable(
  'chain_block',
  {
    genesisHash: text('genesis_hash').notNull(),
    number: bigint('number', { mode: 'number' }).notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [primaryKey({ columns: [t.genesisHash, t.number] })],
)
