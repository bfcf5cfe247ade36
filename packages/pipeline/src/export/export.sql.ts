import { at, newId, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { bigint, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'

/** One delivery of a release to a licensee. Append-only. */
export const delivery = pgTable(
  'delivery',
  {
    poolId: poolId(),
    id: uuid('id').notNull().default(newId),
    releaseId: uuid('release_id').notNull(),
    licenseId: text('license_id').notNull(),
    personId: uuid('person_id').notNull(),
    rows: integer('rows').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    sha256: text('sha256').notNull(),
    at: at('at').notNull().default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.id] }), index('delivery_license').on(t.poolId, t.licenseId)],
)
