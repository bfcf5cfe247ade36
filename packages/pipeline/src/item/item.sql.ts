import { at, newId, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'

/** One piece of data. `sha256` is over the canonical JSON of the payload. */
export const item = pgTable(
  'item',
  {
    poolId: poolId(),
    id: uuid('id').notNull().default(newId),
    sha256: text('sha256').notNull(),
    /** The requester's own name for it, unique in the pool. */
    externalId: text('external_id').notNull(),
    /** The payload itself up to 8 kB; above that it is in the blob store. */
    payload: jsonb('payload'),
    blob: text('blob'),
    provenance: jsonb('provenance').notNull(),
    /** What quotas count by: `type`, `language`, `region`, `source`. */
    strata: jsonb('strata').notNull().default({}),
    /** Who gave it. */
    giverId: uuid('giver_id').notNull(),
    createdAt: at('created_at').notNull().default(sql`now()`),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('item_external_id').on(t.poolId, t.externalId),
    unique('item_content').on(t.poolId, t.sha256),
    index('item_giver').on(t.poolId, t.giverId),
  ],
)
