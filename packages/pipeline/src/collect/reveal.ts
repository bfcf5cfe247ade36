import { fingerprint } from '@rowright/collector/fingerprint'
import type { BlobStore, Ctx } from '@rowright/db'
import { type CollectResult, canonicalJson, commitmentOf, sha256Hex } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import { bandsOf, nearDuplicate } from './agreement.ts'
import { isDrawn, platformLooks } from './audit.ts'
import { judgeCanary } from './canaries.ts'
import { pageOf } from './collection.ts'
import { lockLease } from './commit.ts'
import { checkRatePpm } from './credibility.ts'
import { doesNotOpen, leaseOver, notCommitted, notOfTheLease } from './errors.ts'
import { freeLease } from './freeLease.ts'
import { knownPrints, versionOf } from './known.ts'
import type { LeaseRow } from './leaseBody.ts'
import { bringIn, conclude, settle } from './looks.ts'
import type { Node } from './nodes.ts'
import { bookPending } from './pay.ts'
import { seedAt } from './periods.ts'
import { type Prints, packed, printsOf } from './prints.ts'
import { lockStanding } from './standings.ts'

const TOLERANCE = 300_000

type Document = NonNullable<CollectResult['document']>

interface Seen {
  document: Document | null
  packed: ReturnType<typeof packed>
  prints: Prints
  unchanged: boolean
  vouched: boolean
}

/**
 * Takes what a node committed to, and decides whether anybody else looks. Revealing again changes nothing. [CLT-14, CLT-27, CLT-28]
 * @throws `collect/unknown-lease`, `collect/not-committed`, `collect/lease-over`, `collect/does-not-open`, `collect/not-of-the-lease`.
 */
export async function reveal(
  ctx: Ctx,
  blobs: BlobStore,
  input: { node: Node; leaseId: string; salt: string; result: CollectResult },
): Promise<void> {
  const { node, result } = input
  const row = await lockLease(ctx, node, input.leaseId)
  if (row.state === 'leased') throw notCommitted()
  if (row.commitment === null) throw leaseOver(row.state)
  if (commitmentOf(input.salt, result) !== row.commitment) throw doesNotOpen()
  if (row.state === 'revealed') return
  if (row.state !== 'committed') throw leaseOver(row.state)
  const document = checkResult(ctx, row, result)
  const seen = await whatWasSeen(ctx, row, document)
  if (row.kind === 'witness') {
    await ctx.tx.execute(
      sql`update lease set state = 'revealed', unchanged = ${seen.unchanged} where pool_id = ${row.poolId} and id = ${row.id}`,
    )
    await bringIn(ctx, row.poolId, row.id, seen.prints)
    await conclude(ctx, row.poolId, row.ofLease!)
    return
  }
  if (row.kind === 'canary') await concludeCanary(ctx, row, result, seen)
  else await keep(ctx, blobs, row, result, seen)
}

/** A page of our own: its server knows whether it was asked. Its text is kept nowhere. [CLT-62] */
async function concludeCanary(ctx: Ctx, row: LeaseRow, result: CollectResult, seen: Seen): Promise<void> {
  const standing = await lockStanding(ctx, row.poolId, row.personId)
  const { outcome, reason } = await judgeCanary(ctx, row, seen.document!.text)
  await write(ctx, row, {
    ...seen.packed,
    ...{ pay: row.pay, unchanged: false, vouched: false, etag: null, lastModified: null },
    ...{ blob: sha256Hex(canonicalJson(result)), observedAt: result.observedAt },
    ...{ rate: checkRatePpm(standing), repeats: null, paidNow: false, state: 'checking', lookBy: null },
    rights: { host: row.hosts[0], signals: [], licenses: [] },
  })
  await settle(ctx, row.poolId, row.id, outcome, reason)
  if (outcome !== 'pass') await freeLease(ctx, row)
}

/** The fingerprints that a result stands for, and whether they are those that were known. [CLT-51, CLT-52] */
async function whatWasSeen(ctx: Ctx, row: LeaseRow, document: Document | null): Promise<Seen> {
  const known = row.known === null ? null : await knownPrints(ctx, row.poolId, row.known, row.personId)
  const own = document && fingerprint(document.text)
  if (known && (!own || own.sha256 === known.prints.sha256)) {
    const { packed, prints, byOther } = known
    return { document, packed, prints, unchanged: true, vouched: known.vouched || (own !== null && byOther) }
  }
  if (!own) throw notOfTheLease('result.document', 'The page is not known here, so it cannot be unchanged.')
  return { document, packed: packed(own), prints: own, unchanged: false, vouched: false }
}

/** What any honest result says. @throws `collect/not-of-the-lease` naming the field. */
function checkResult(ctx: Ctx, row: LeaseRow, result: CollectResult): Document | null {
  const now = ctx.now().getTime()
  const seen = Date.parse(result.observedAt)
  if (result.leaseId !== row.id || result.nodeKey !== row.nodeKey)
    throw notOfTheLease('result.leaseId', 'The result names another lease or another node.')
  if (seen < row.issuedAt.getTime() - TOLERANCE || seen > now + TOLERANCE)
    throw notOfTheLease('result.observedAt', 'The page was seen before the lease, or in the future.')
  if (result.hops[0]!.url !== row.url)
    throw notOfTheLease('result.hops.0.url', 'The first request was for another page.')
  const stray = result.hops.findIndex(({ url }) => !row.hosts.includes(pageOf(url)?.hostname ?? ''))
  if (stray >= 0)
    throw notOfTheLease(
      `result.hops.${stray}.url`,
      'A redirect left the hosts of the lease, or their default ports.',
    )
  if (!result.decision.allowed)
    throw notOfTheLease('result.decision', 'The source refuses: such a page is returned, never revealed.')
  if (result.bytes > row.maxBytes)
    throw notOfTheLease('result.bytes', 'The page is larger than the lease takes.')
  if (!result.document && row.etag === null && row.lastModified === null)
    throw notOfTheLease('result.document', 'The lease named no entity tag, so there is a document.')
  const { status } = result.hops.at(-1)!
  if (!result.document && status !== 304)
    throw notOfTheLease('result.hops', 'Only a 304 is without a document.')
  if (result.document && (status < 200 || status > 299))
    throw notOfTheLease('result.hops', `A ${status} is no page: such a lease is returned.`)
  return result.document
}

async function keep(
  ctx: Ctx,
  blobs: BlobStore,
  row: LeaseRow & { seed: string | null },
  result: CollectResult,
  { document, packed: prints, prints: own, unchanged, vouched }: Seen,
): Promise<void> {
  const { poolId, campaignId, personId } = row
  const pay = unchanged ? row.unchangedPay! : row.pay
  const standing = await lockStanding(ctx, poolId, personId)
  const repeats = unchanged ? null : await repetition(ctx, row, own)
  const rate = checkRatePpm(standing)
  const seed = row.seed ?? (await seedAt(ctx, row.issuedAt))
  const text = canonicalJson(result)
  const honest = document === null || document.fingerprints.sha256 === own.sha256
  const checked = repeats !== null || isDrawn(seed, row.id, rate)
  const by = platformLooks(seed, row.id) || rate === 1_000_000 ? 'platform' : 'node'
  const paidNow = honest && !checked
  const version = versionOf(result)
  await write(ctx, row, {
    ...prints,
    ...{ pay, unchanged, vouched },
    etag: version.etag ?? (unchanged ? row.etag : null),
    lastModified: version.lastModified ?? (unchanged ? row.lastModified : null),
    ...{ blob: sha256Hex(text), observedAt: result.observedAt, rate, repeats, paidNow },
    state: checked ? 'checking' : 'trusted',
    lookBy: honest && checked ? by : null,
    rights: {
      host: row.hosts[0],
      signals: result.decision.evidence.map(({ signal, stance, where }) => ({ signal, stance, where })),
      licenses: document?.licenses ?? [],
    },
  })
  if (paidNow) await bookPending(ctx, poolId, { leaseId: row.id, campaignId, personId, amount: pay })
  if (!honest) await settle(ctx, poolId, row.id, 'fail', 'The fingerprint it claims is not that of its text.')
  // Last before the commit: a text without its row is swept, a row without its text would be an error.
  await blobs.put(Buffer.from(text))
}

/** Everything that a reveal changes, in one statement: ten round trips less for each document. */
async function write(
  ctx: Ctx,
  row: LeaseRow,
  made: ReturnType<typeof packed> & {
    blob: string
    observedAt: string
    rate: number
    repeats: string | null
    pay: bigint
    unchanged: boolean
    vouched: boolean
    etag: string | null
    lastModified: string | null
    state: 'checking' | 'trusted'
    paidNow: boolean
    lookBy: 'platform' | 'node' | null
    rights: Record<string, unknown>
  },
): Promise<void> {
  const { poolId, id, campaignId, personId, urlId, url, network } = row
  const now = ctx.now()
  await ctx.tx.execute(sql`
    with done as (update frontier_url set state = 'done', seen_at = ${made.observedAt}::timestamptz where pool_id = ${poolId} and id = ${urlId}),
    revealed as (update lease set state = 'revealed', unchanged = ${made.unchanged}::bool where pool_id = ${poolId} and id = ${id}),
    paid as (insert into lease_pay (pool_id, lease_id, campaign_id, person_id, amount, state, since)
      select ${poolId}, ${id}, ${campaignId}, ${personId}, ${made.pay}, 'pending', ${now}::timestamptz where ${made.paidNow}::bool),
    looked as (insert into look (pool_id, lease_id, url, by, not_cluster, not_network, asked_at)
      select ${poolId}, ${id}, ${url}, ${made.lookBy}, cluster_id, ${network}, ${now}::timestamptz from person
      where id = ${personId} and ${made.lookBy}::text is not null)
    insert into contribution (pool_id, lease_id, campaign_id, person_id, url_id, url, pay, blob, sha256, simhash, minhash,
      observed_at, canary, unchanged, vouched, etag, last_modified, revealed_at, state, check_rate_ppm, repeats, pay_state, source_rights)
    select ${poolId}, ${id}, ${campaignId}, ${personId}, ${urlId}, ${url}, ${made.pay}, ${made.blob}, ${made.sha256}, ${made.simhash},
      ${Buffer.from(made.minhash)}, ${made.observedAt}::timestamptz, ${row.kind === 'canary'}::bool, ${made.unchanged}::bool, ${made.vouched}::bool, ${made.etag}, ${made.lastModified}, ${now}::timestamptz, ${made.state}, ${made.rate}, ${made.repeats}::uuid,
      case when ${made.paidNow}::bool then 'pending' else 'none' end,
      ${JSON.stringify(made.rights)}::jsonb || jsonb_build_object('sharePpm', c.source_share_ppm)
    from collection c where c.pool_id = ${poolId} and c.campaign_id = ${campaignId}`)
}

/**
 * An earlier contribution of another page that this text repeats; keeps this one's keys for later. [CLT-10] Who has a key
 * already is looked for when it is kept: of two at once the second waits for the first, and sees it.
 */
async function repetition(ctx: Ctx, { poolId, id, url }: LeaseRow, own: Prints): Promise<string | null> {
  const bands = bandsOf(own.minhash)
  const { rowCount: kept } = await ctx.tx.execute(sql`
    insert into contribution_band (pool_id, band, lease_id)
    select ${poolId}, band, ${id} from unnest(${sql.param(bands)}::text[]) as band order by band on conflict do nothing`)
  if (kept === bands.length) return null
  const { rows } = await ctx.tx.execute<{ lease_id: string; sha256: string; minhash: Buffer }>(sql`
    select distinct k.lease_id, k.sha256, k.minhash from contribution_band b
    join contribution k on k.pool_id = b.pool_id and k.lease_id = b.lease_id
    where b.pool_id = ${poolId} and b.band = any(${sql.param(bands)}::text[]) and k.url <> ${url} and k.state not in ('failed', 'withdrawn', 'purged')
    order by k.lease_id`)
  return rows.find((row) => nearDuplicate(printsOf(row), own))?.lease_id ?? null
}
