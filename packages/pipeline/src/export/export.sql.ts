import { at, newId, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'

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
    /** What was asked for: `jsonl`, `files`, `delta`, or the format of a custom export. */
    form: text('form').notNull().default('jsonl'),
    at: at('at').notNull().default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.id] }), index('delivery_license').on(t.poolId, t.licenseId)],
)

/**
 * A release as one use may have it. `all` is for every use that all consents in it admit; the others leave out what is
 * not for their use. Built once, by a worker.
 */
export const edition = pgTable(
  'edition',
  {
    poolId: poolId(),
    releaseId: uuid('release_id').notNull(),
    name: text('name').notNull(),
    /** `Use`; null in `all`. */
    use: jsonb('use'),
    rows: integer('rows'),
    /** `ExportManifest`. */
    manifestSha256: text('manifest_sha256'),
    askedAt: at('asked_at').notNull().default(sql`now()`),
    builtAt: at('built_at'),
    /** Its change file has nothing that a tombstone up to this number took back. */
    scrubbedSeq: bigint('scrubbed_seq', { mode: 'number' }).notNull().default(0),
    /** When the bytes of a withdrawn release were deleted. */
    sweptAt: at('swept_at'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.releaseId, t.name] }),
    index('edition_waiting').on(t.askedAt).where(sql`built_at is null`),
  ],
)

/** A file of an edition: a blob with a name. */
export const part = pgTable(
  'part',
  {
    poolId: poolId(),
    releaseId: uuid('release_id').notNull(),
    edition: text('edition').notNull(),
    /** `rows-0.parquet`, `rows.jsonl.zst`, `rows.jsonl`, `changes.parquet`, `index.parquet`. */
    path: text('path').notNull(),
    kind: text('kind', { enum: ['parquet', 'zstd', 'jsonl', 'changes', 'index'] }).notNull(),
    sha256: text('sha256').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    rows: integer('rows').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.releaseId, t.edition, t.path] }),
    index('part_blob').on(t.sha256),
  ],
)
