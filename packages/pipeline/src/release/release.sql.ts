import { at, newId, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'

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
    /** Number of the last erratum that its manifest lists. */
    errataSeq: bigint('errata_seq', { mode: 'number' }).notNull().default(0),
    /** `Questions` of its rows, by name; empty in releases of before rows had them. */
    questions: jsonb('questions').notNull().default({}),
    /** `QualityStatement`; null in releases of before there was one. */
    quality: jsonb('quality'),
    /** When the first consent behind it had ended: from then on nobody new gets it. */
    withdrawnAt: at('withdrawn_at'),
    /** Until when those who have it must have replaced it; then its files are gone. */
    deleteBy: at('delete_by'),
    /** When the withdrawn newest release got a successor, or turned out to need none. */
    republishedAt: at('republished_at'),
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

/** What the host of collected rows holds of a release: ppm summed over its rows. */
export const releaseSource = pgTable(
  'release_source',
  {
    poolId: poolId(),
    releaseId: uuid('release_id').notNull(),
    host: text('host').notNull(),
    weightPpm: bigint('weight_ppm', { mode: 'bigint' }).notNull(),
    rows: integer('rows').notNull(),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.releaseId, t.host] })],
)

/** The consents a release stands on: a labeler's, or an item giver's. */
export const releaseConsent = pgTable(
  'release_consent',
  {
    poolId: poolId(),
    releaseId: uuid('release_id').notNull(),
    consentId: uuid('consent_id').notNull(),
    bodyHash: text('body_hash').notNull(),
    personId: uuid('person_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.releaseId, t.consentId] }),
    index('release_consent_of').on(t.poolId, t.consentId),
  ],
)

/** What happened to a pool's releases, in the one order that all readers see. Append-only. */
export const change = pgTable(
  'change',
  {
    poolId: poolId(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    kind: text('kind', { enum: ['release', 'tombstone', 'erratum'] }).notNull(),
    releaseId: uuid('release_id'),
    /** Of a tombstone or an erratum: the row, and whether it goes or comes back otherwise. */
    rowId: text('row_id'),
    action: text('action', { enum: ['delete', 'replace'] }),
    reason: text('reason', {
      enum: ['consent-ended', 'consent-expired', 'account-judged', 'source-taken-down'],
    }),
    /** Of an erratum: what the newest release with the row says, and what is right; null: nobody stands behind one. */
    eventId: bigint('event_id', { mode: 'bigint' }),
    was: text('was'),
    corrected: text('corrected'),
    /** Never shown: whose row it was is nobody's business. */
    consentId: uuid('consent_id'),
    /** Of a row whose source was taken down. */
    takeDownId: uuid('take_down_id'),
    effectiveAt: at('effective_at').notNull(),
    deleteBy: at('delete_by'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.seq] }),
    uniqueIndex('change_release').on(t.poolId, t.releaseId).where(sql`kind = 'release'`),
    uniqueIndex('change_erratum').on(t.poolId, t.eventId, t.rowId).where(sql`kind = 'erratum'`),
    uniqueIndex('change_taken_down').on(t.poolId, t.takeDownId, t.rowId).where(sql`kind = 'tombstone'`),
    uniqueIndex('change_tombstone').on(t.poolId, t.consentId, t.rowId).where(sql`kind = 'tombstone'`),
    check(
      'change_shape',
      sql`(kind = 'release') = (release_id is not null) and (kind <> 'release') = (row_id is not null)`,
    ),
  ],
)
