import { at, newId, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import {
  boolean,
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

/** One piece of data. `sha256` is over the canonical JSON of the payload. */
export const item = pgTable(
  'item',
  {
    poolId: poolId(),
    id: uuid('id').notNull().default(newId),
    sha256: text('sha256').notNull(),
    /** The requester's own name for it, unique in the pool. */
    externalId: text('external_id').notNull(),
    /** The payload itself up to 8 kB; above that it is in the blob store. Neither: it was withdrawn. */
    payload: jsonb('payload'),
    blob: text('blob'),
    provenance: jsonb('provenance').notNull(),
    /** What quotas count by: `type`, `language`, `region`, `source`. */
    strata: jsonb('strata').notNull().default({}),
    /** Who gave it. */
    giverId: uuid('giver_id').notNull(),
    createdAt: at('created_at').notNull().default(sql`now()`),
    /** Of a collected page: when a newer version of it became an item. */
    supersededAt: at('superseded_at'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('item_external_id').on(t.poolId, t.externalId),
    // A page may become again what it was.
    uniqueIndex('item_content').on(t.poolId, t.sha256).where(sql`superseded_at is null`),
    index('item_blob').on(t.blob).where(sql`blob is not null`),
    index('item_collection')
      .on(t.poolId, sql`(provenance->>'collection')`)
      .where(sql`provenance ? 'collection'`),
    index('item_giver').on(t.poolId, t.giverId),
  ],
)

/** An item that nobody is shown until somebody has decided about it, or that was withdrawn. */
export const quarantine = pgTable(
  'quarantine',
  {
    poolId: poolId(),
    itemId: uuid('item_id').notNull(),
    /** `HeldFor[]`: rules, kinds, places and counts; no values. */
    reasons: jsonb('reasons').notNull(),
    /** A steward decides; what its requester says is only heard. */
    sensitive: boolean('sensitive').notNull(),
    heldAt: at('held_at').notNull(),
    /** What the requester says of it, e.g. "these are test cards". */
    statement: text('statement'),
    statedAt: at('stated_at'),
    decision: text('decision', { enum: ['released', 'withdrawn'] }),
    decidedBy: uuid('decided_by'),
    decidedAt: at('decided_at'),
    /** The requester's name for an item that was withdrawn: the item itself gives it up. */
    externalId: text('external_id'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.itemId] }),
    index('quarantine_undecided').on(t.sensitive, t.heldAt).where(sql`decision is null`),
  ],
)

/** How the documents of a collection become items: its recipe, fixed before the first. */
export const preparation = pgTable(
  'preparation',
  {
    poolId: poolId(),
    collectionId: uuid('collection_id').notNull(),
    /** `Recipe` of `prepare/recipe.ts`. */
    recipe: jsonb('recipe').notNull(),
    sha256: text('sha256').notNull(),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.collectionId] })],
)

/** How many documents came to a rule of the recipe, how many it changed, how many it dropped. */
export const preparationRule = pgTable(
  'preparation_rule',
  {
    poolId: poolId(),
    collectionId: uuid('collection_id').notNull(),
    rule: text('rule').notNull(),
    came: integer('came').notNull(),
    changed: integer('changed').notNull(),
    dropped: integer('dropped').notNull(),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.collectionId, t.rule] })],
)
