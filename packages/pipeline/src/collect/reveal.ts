import { fingerprint } from '@rowright/collector/fingerprint'
import type { BlobStore, Ctx } from '@rowright/db'
import { type CollectResult, canonicalJson, commitmentOf, sha256Hex } from '@rowright/protocol'
import { and, eq, sql } from 'drizzle-orm'
import { bandsOf, nearDuplicate } from './agreement.ts'
import type { LeaseRow } from './ask.ts'
import { isDrawn, platformLooks } from './audit.ts'
import { getCollection } from './collection.ts'
import { lockLease } from './commit.ts'
import { contribution, lease, look } from './contribution.sql.ts'
import { checkRatePpm } from './credibility.ts'
import { doesNotOpen, leaseOver, notCommitted, notOfTheLease } from './errors.ts'
import { bringIn, conclude, settle } from './looks.ts'
import { clusterOf, type Node } from './nodes.ts'
import { payPending } from './pay.ts'
import { seedAt } from './periods.ts'
import { type Prints, packed, printsOf } from './prints.ts'
import { lockStanding } from './standings.ts'

const TOLERANCE = 300_000

type Document = NonNullable<CollectResult['document']>

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
  const own = fingerprint(document.text)
  await ctx.tx
    .update(lease)
    .set({ state: 'revealed' })
    .where(and(eq(lease.poolId, row.poolId), eq(lease.id, row.id)))
  if (row.kind === 'witness') {
    await bringIn(ctx, row.poolId, { witnessLease: row.id }, own)
    await conclude(ctx, row.poolId, row.ofLease!)
    return
  }
  await keep(ctx, blobs, row, result, document, own)
}

/** What any honest result says. @throws `collect/not-of-the-lease` naming the field. */
function checkResult(ctx: Ctx, row: LeaseRow, result: CollectResult): Document {
  const now = ctx.now().getTime()
  const seen = Date.parse(result.observedAt)
  if (result.leaseId !== row.id || result.nodeKey !== row.nodeKey)
    throw notOfTheLease('result.leaseId', 'The result names another lease or another node.')
  if (seen < row.issuedAt.getTime() - TOLERANCE || seen > now + TOLERANCE)
    throw notOfTheLease('result.observedAt', 'The page was seen before the lease, or in the future.')
  if (result.hops[0]!.url !== row.url)
    throw notOfTheLease('result.hops.0.url', 'The first request was for another page.')
  const stray = result.hops.findIndex(({ url }) => !row.hosts.includes(URL.parse(url)?.hostname ?? ''))
  if (stray >= 0) throw notOfTheLease(`result.hops.${stray}.url`, 'A redirect left the hosts of the lease.')
  if (!result.decision.allowed)
    throw notOfTheLease('result.decision', 'The source refuses: such a page is returned, never revealed.')
  if (result.bytes > row.maxBytes)
    throw notOfTheLease('result.bytes', 'The page is larger than the lease takes.')
  if (!result.document)
    throw notOfTheLease('result.document', 'The lease named no entity tag, so there is a document.')
  return result.document
}

async function keep(
  ctx: Ctx,
  blobs: BlobStore,
  row: LeaseRow,
  result: CollectResult,
  document: Document,
  own: ReturnType<typeof fingerprint>,
): Promise<void> {
  const { poolId, campaignId, personId, urlId, url, pay } = row
  const standing = await lockStanding(ctx, poolId, personId)
  const repeats = await repetition(ctx, poolId, row.id, own)
  const rate = checkRatePpm(standing)
  const seed = await seedAt(ctx, row.issuedAt)
  const checked = repeats !== null || isDrawn(seed, row.id, rate)
  const text = canonicalJson(result)
  const { sourceSharePpm } = await getCollection(ctx, poolId, campaignId)
  await ctx.tx.insert(contribution).values({
    poolId,
    leaseId: row.id,
    campaignId,
    personId,
    urlId,
    url,
    pay,
    blob: sha256Hex(text),
    ...packed(own),
    observedAt: new Date(result.observedAt),
    revealedAt: ctx.now(),
    state: checked ? 'checking' : 'trusted',
    checkRatePpm: rate,
    repeats,
    payState: 'none',
    sourceRights: {
      host: row.hosts[0],
      signals: result.decision.evidence.map(({ signal, stance, where }) => ({ signal, stance, where })),
      licenses: document.licenses,
      sharePpm: sourceSharePpm,
    },
  })
  await ctx.tx.execute(
    sql`update frontier_url set state = 'done' where pool_id = ${poolId} and id = ${urlId}`,
  )
  // Last before the commit: a text without its row is swept, a row without its text would be an error.
  await blobs.put(Buffer.from(text))
  if (document.fingerprints.sha256 !== own.sha256) {
    await settle(ctx, poolId, row.id, 'fail', 'The fingerprint it claims is not that of its text.')
  } else if (checked) {
    const by = platformLooks(seed, row.id) || rate === 1_000_000 ? 'platform' : 'node'
    const notCluster = await clusterOf(ctx, personId)
    await ctx.tx
      .insert(look)
      .values({ poolId, leaseId: row.id, url, by, notCluster, notNetwork: row.network, askedAt: ctx.now() })
  } else {
    await payPending(ctx, poolId, { leaseId: row.id, campaignId, personId, amount: pay })
  }
}

/** An earlier contribution of another page that this text repeats; keeps this one's keys for later. [CLT-10] */
async function repetition(ctx: Ctx, poolId: string, leaseId: string, own: Prints): Promise<string | null> {
  const bands = bandsOf(own.minhash)
  const { rows } = await ctx.tx.execute<{ lease_id: string; sha256: string; minhash: Buffer }>(sql`
    select distinct k.lease_id, k.sha256, k.minhash from contribution_band b
    join contribution k on k.pool_id = b.pool_id and k.lease_id = b.lease_id
    where b.pool_id = ${poolId} and b.band = any(${sql.param(bands)}::text[]) and k.state not in ('failed', 'withdrawn', 'purged')
    order by k.lease_id`)
  const found = rows.find((row) => nearDuplicate(printsOf(row), own))
  await ctx.tx.execute(sql`insert into contribution_band (pool_id, band, lease_id)
    select ${poolId}, band, ${leaseId} from unnest(${sql.param(bands)}::text[]) as band order by band on conflict do nothing`)
  return found?.lease_id ?? null
}
