import { at, bytes, money, newId, poolId } from '@rowright/db'
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'

/** A page for one node. `witness`: to look at what `ofLease` brought. `canary`: a page of our own. */
export const lease = pgTable(
  'lease',
  {
    poolId: poolId(),
    id: uuid('id').notNull().default(newId),
    campaignId: uuid('campaign_id').notNull(),
    urlId: uuid('url_id').notNull(),
    url: text('url').notNull(),
    hosts: jsonb('hosts').$type<string[]>().notNull(),
    nodeId: uuid('node_id').notNull(),
    nodeKey: text('node_key').notNull(),
    personId: uuid('person_id').notNull(),
    network: text('network').notNull(),
    requestId: uuid('request_id').notNull(),
    kind: text('kind', { enum: ['work', 'witness', 'canary'] }).notNull(),
    ofLease: uuid('of_lease'),
    pay: money('pay').notNull(),
    /** Of a page that is known: its last verified contribution, what that was answered with, and what "unchanged" pays. */
    known: uuid('known'),
    etag: text('etag'),
    lastModified: text('last_modified'),
    unchangedPay: money('unchanged_pay'),
    /** Whether what was revealed is what was known. */
    unchanged: boolean('unchanged').notNull().default(false),
    delaySeconds: integer('delay_seconds').notNull(),
    /** Turns of the host that were taken with it, and those that were asked for afterwards. */
    turns: integer('turns').notNull().default(1),
    turnsAsked: integer('turns_asked').notNull().default(0),
    maxBytes: integer('max_bytes').notNull(),
    state: text('state', { enum: ['leased', 'committed', 'revealed', 'returned', 'expired'] }).notNull(),
    issuedAt: at('issued_at').notNull(),
    notBefore: at('not_before').notNull(),
    notAfter: at('not_after').notNull(),
    commitment: text('commitment'),
    committedAt: at('committed_at'),
    returned: jsonb('returned'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    index('lease_id').on(t.id),
    index('lease_request').on(t.nodeId, t.requestId),
    index('lease_person').on(t.personId, t.issuedAt),
    index('lease_open').on(t.personId).where(sql`state in ('leased', 'committed')`),
    index('lease_due').on(t.notAfter).where(sql`state in ('leased', 'committed')`),
  ],
)

/** What a node brought for a lease. Its text is in the blob store. */
export const contribution = pgTable(
  'contribution',
  {
    poolId: poolId(),
    leaseId: uuid('lease_id').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    personId: uuid('person_id').notNull(),
    urlId: uuid('url_id').notNull(),
    url: text('url').notNull(),
    pay: money('pay').notNull(),
    /** SHA-256 of the result's canonical JSON, where the blob store has it. */
    blob: text('blob').notNull(),
    sha256: text('sha256').notNull(),
    simhash: bigint('simhash', { mode: 'bigint' }).notNull(),
    minhash: bytes('minhash').notNull(),
    observedAt: at('observed_at').notNull(),
    /** It is what an earlier contribution of the page was, and has its fingerprints. */
    unchanged: boolean('unchanged').notNull().default(false),
    /** The text that it stands for, and what its server named it, two had seen. */
    vouched: boolean('vouched').notNull().default(false),
    /** Of a page of our own: it becomes no item. */
    canary: boolean('canary').notNull().default(false),
    /** What the server named this version of the page. */
    etag: text('etag'),
    lastModified: text('last_modified'),
    revealedAt: at('revealed_at').notNull(),
    /** `trusted`: believed on credit. Then as verified; `withdrawn`: its account was dismissed before anybody looked. */
    state: text('state', {
      enum: ['checking', 'trusted', 'confirmed', 'failed', 'no-evidence', 'withdrawn', 'purged'],
    }).notNull(),
    /** What it was drawn with, so that anybody draws again. */
    checkRatePpm: integer('check_rate_ppm').notNull(),
    /** The contribution that it repeats. */
    repeats: uuid('repeats'),
    reason: text('reason'),
    payState: text('pay_state', { enum: ['none', 'pending', 'final', 'forfeited'] }).notNull(),
    /** What the source's signals and license say, and what is reserved for its host: the second rights line. */
    sourceRights: jsonb('source_rights').notNull(),
    itemId: uuid('item_id'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.leaseId] }),
    index('contribution_person').on(t.poolId, t.personId, t.revealedAt),
    index('contribution_url').on(t.poolId, t.url),
  ],
)

/** What a lease pays, of nodes and of witnesses. */
export const leasePay = pgTable(
  'lease_pay',
  {
    poolId: poolId(),
    leaseId: uuid('lease_id').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    personId: uuid('person_id').notNull(),
    amount: money('amount').notNull(),
    state: text('state', { enum: ['pending', 'final', 'forfeited'] }).notNull(),
    since: at('since').notNull(),
    finalAt: at('final_at'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.leaseId] }),
    index('lease_pay_person').on(t.poolId, t.personId, t.since),
    index('lease_pay_final').on(t.poolId, t.finalAt).where(sql`state = 'final'`),
  ],
)

/** Keys that near-duplicates share; the first one keeps a key. */
export const contributionBand = pgTable(
  'contribution_band',
  { poolId: poolId(), band: text('band').notNull(), leaseId: uuid('lease_id').notNull() },
  (t) => [primaryKey({ columns: [t.poolId, t.band] })],
)

/** What others saw of a contribution's page, or are asked to see: `minhash` null and `at` set: could not be had. */
export const look = pgTable(
  'look',
  {
    poolId: poolId(),
    id: uuid('id').notNull().default(newId),
    leaseId: uuid('lease_id').notNull(),
    url: text('url').notNull(),
    by: text('by', { enum: ['node', 'platform'] }).notNull(),
    /** Whom the witness must not be: person's cluster and network. */
    notCluster: uuid('not_cluster').notNull(),
    notNetwork: text('not_network').notNull(),
    witnessLease: uuid('witness_lease'),
    inquest: boolean('inquest').notNull().default(false),
    sha256: text('sha256'),
    minhash: bytes('minhash'),
    askedAt: at('asked_at').notNull(),
    at: at('at'),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('look_witness').on(t.poolId, t.witnessLease),
    index('look_of').on(t.poolId, t.leaseId),
    index('look_wanted').on(t.by, t.askedAt).where(sql`at is null`),
  ],
)
