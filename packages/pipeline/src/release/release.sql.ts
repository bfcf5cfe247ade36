import { at, newId, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { bigint, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'

/** A frozen version of a pool. Its rows and manifest are blobs, named by their SHA-256. */
export const release = pgTable(
  'release',
  {
    poolId: poolId(),
    id: uuid('id').notNull().default(newId),
    version: integer('version').notNull(),
    rows: integer('rows').notNull(),
    annotations: integer('annotations').notNull(),
    labelers: integer('labelers').notNull(),
    rowsSha256: text('rows_sha256').notNull(),
    manifestSha256: text('manifest_sha256').notNull(),
    merkleRoot: text('merkle_root').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    meanConfidencePpm: integer('mean_confidence_ppm').notNull(),
    /** Every consent in it held at this instant. */
    consentCutoff: at('consent_cutoff').notNull(),
    publishedAt: at('published_at').notNull().default(sql`now()`),
    /** Transaction of `DataPools.publishSnapshot`. */
    transaction: text('transaction'),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.id] }), unique('release_version').on(t.poolId, t.version)],
)

/** A task in a release: row weight 1. */
export const releaseRow = pgTable(
  'release_row',
  {
    poolId: poolId(),
    releaseId: uuid('release_id').notNull(),
    taskId: uuid('task_id').notNull(),
    commitment: text('commitment').notNull(),
    salt: text('salt').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.releaseId, t.taskId] }),
    index('release_row_task').on(t.poolId, t.taskId),
  ],
)

/** What each contributor holds of a release: ppm summed over its rows. */
export const releaseWeight = pgTable(
  'release_weight',
  {
    poolId: poolId(),
    releaseId: uuid('release_id').notNull(),
    personId: uuid('person_id').notNull(),
    weightPpm: bigint('weight_ppm', { mode: 'bigint' }).notNull(),
    rows: integer('rows').notNull(),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.releaseId, t.personId] })],
)
