import { at, newId, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'

/** What a campaign collects, beside its row in `campaign`. */
export const collection = pgTable(
  'collection',
  {
    poolId: poolId(),
    campaignId: uuid('campaign_id').notNull(),
    hosts: jsonb('hosts').$type<string[]>().notNull(),
    anyPublicSite: boolean('any_public_site').notNull().default(false),
    tags: jsonb('tags').$type<string[]>().notNull().default([]),
    /** Of a row's revenue, reserved for its host. */
    sourceSharePpm: integer('source_share_ppm').notNull().default(300_000),
    maxBytes: integer('max_bytes').notNull().default(2_000_000),
    /** Seconds after which a page is asked for again; null: each is fetched once. */
    refreshSeconds: integer('refresh_seconds'),
    /** Pages that its requester wants, each counted once; null: as many as are paid for. */
    documents: integer('documents'),
    leasesGiven: integer('leases_given').notNull().default(0),
    newcomersGiven: integer('newcomers_given').notNull().default(0),
    openedAt: at('opened_at').notNull().default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.campaignId] })],
)

/** One politeness bucket for all nodes and pools. */
export const host = pgTable(
  'host',
  {
    name: text('name').primaryKey(),
    delaySeconds: integer('delay_seconds').notNull().default(5),
    /** When it may be asked next; grows with every lease. */
    nextAt: at('next_at').notNull().default(sql`now()`),
    /** 429 and 5xx in a row. */
    refusals: integer('refusals').notNull().default(0),
    takenDownAt: at('taken_down_at'),
  },
  (t) => [index('host_next').on(t.nextAt)],
)

/** A request of a host or an author that pages go out of every pool, and what a steward decided. */
export const takeDown = pgTable(
  'take_down',
  {
    id: uuid('id').primaryKey().default(newId),
    /** A whole host with what is below it, or single pages. */
    scope: text('scope', { enum: ['host', 'pages'] }).notNull(),
    host: text('host').notNull(),
    /** Addresses of pages; empty for a whole host. */
    urls: jsonb('urls').$type<string[]>().notNull().default([]),
    asks: text('asks', { enum: ['host', 'author'] }).notNull(),
    contact: text('contact').notNull(),
    statement: text('statement').notNull(),
    askedAt: at('asked_at').notNull(),
    decision: text('decision', { enum: ['accepted', 'refused'] }),
    decidedBy: uuid('decided_by'),
    decidedAt: at('decided_at'),
    /** What the steward says of it; whoever asked reads it. */
    answer: text('answer'),
    /** Pages that were purged for it. */
    purged: integer('purged').notNull().default(0),
  },
  (t) => [
    index('take_down_open').on(t.askedAt).where(sql`decision is null`),
    index('take_down_host').on(t.host),
  ],
)

/** A document that names pages: a sitemap, an index of them, a feed, robots.txt. */
export const seed = pgTable(
  'seed',
  {
    poolId: poolId(),
    id: uuid('id').notNull().default(newId),
    campaignId: uuid('campaign_id').notNull(),
    url: text('url').notNull(),
    host: text('host').notNull(),
    /** The seed that a requester named, where an index or robots.txt led here from it; its own id for that one. */
    rootId: uuid('root_id').notNull(),
    /** Indexes above it. */
    depth: integer('depth').notNull().default(0),
    /** Only pages with one of these tags of the campaign are taken; empty: all. */
    tags: jsonb('tags').notNull().default([]),
    /** What it turned out to be; null until it was read. */
    kind: text('kind', { enum: ['sitemap', 'index', 'feed', 'robots'] }),
    etag: text('etag'),
    lastModified: text('last_modified'),
    /** When its site said something of it last, and when it is asked next; null: not again. */
    readAt: at('read_at'),
    nextAt: at('next_at'),
    /** Seconds until it is asked again: shorter where it brings new pages, longer where it does not. */
    everySeconds: integer('every_seconds').notNull(),
    /** Faults in a row, and the newest one. */
    faults: integer('faults').notNull().default(0),
    fault: text('fault'),
    detail: text('detail'),
    /** Of the last reading: addresses, those not taken by reason, and whether all of it was read. */
    found: integer('found').notNull().default(0),
    refused: jsonb('refused').notNull().default({}),
    whole: boolean('whole').notNull().default(true),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('seed_once').on(t.poolId, t.campaignId, t.url),
    index('seed_root').on(t.poolId, t.rootId),
    index('seed_due').on(t.nextAt).where(sql`next_at is not null`),
  ],
)

/** Pages to fetch. One is paid for when it is queued. */
export const frontierUrl = pgTable(
  'frontier_url',
  {
    poolId: poolId(),
    id: uuid('id').notNull().default(newId),
    campaignId: uuid('campaign_id').notNull(),
    url: text('url').notNull(),
    host: text('host').notNull(),
    /** `seed`, `sitemap`, `feed` or `tag`. */
    foundBy: text('found_by').notNull(),
    /** The named seed that it was found by first. */
    seedId: uuid('seed_id'),
    /** Since when it is as it is, as sitemaps and feeds say; and when a node saw it last. */
    modifiedAt: at('modified_at'),
    seenAt: at('seen_at'),
    state: text('state', { enum: ['waiting', 'queued', 'leased', 'done', 'refused', 'gone'] })
      .notNull()
      .default('waiting'),
    /** Leases of it that brought nothing. */
    tries: integer('tries').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('frontier_url_once').on(t.poolId, t.url),
    index('frontier_url_seed').on(t.poolId, t.seedId).where(sql`seed_id is not null`),
    index('frontier_url_seen').on(t.poolId, t.campaignId, t.seenAt).where(sql`state = 'done'`),
    index('frontier_url_queued').on(t.host, t.id).where(sql`state = 'queued'`),
  ],
)
