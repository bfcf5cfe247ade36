import type { JudgedPage, ListingAsk, ListingFault, ListingReply } from '@rowright/collector/listing'
import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { getCampaign } from '../pool/index.ts'
import {
  type Collection,
  getCollection,
  knowHost,
  LEAST_DELAY,
  MOST_AT_ONCE,
  pageOf,
  queueUrls,
} from './collection.ts'
import { backOff } from './giveBack.ts'
import { notTakenDown } from './notTakenDown.ts'
import { FIRST_INTERVAL, type NotTaken, onHosts } from './seeds.ts'

/** How the platform itself reads a document that lists pages; never throws. */
export type ReadListing = (ask: ListingAsk) => Promise<ListingReply>

export interface WantedSeed extends ListingAsk {
  poolId: string
  campaignId: string
  seedId: string
  rootId: string
  host: string
  depth: number
  tags: string[]
  everySeconds: number
  faults: number
  first: boolean
}

const HOUR = 3_600
const WEEK = 7 * 86_400
const DAY = 86_400
/** Seconds until a document whose reader died is asked again, and until one with a fault is. */
const AGAIN = 900
const MOST_LEVELS = 3
const MOST_PARTS = 1_000
const MOST_PAGES = 500_000
/** What is not expected to be mended soon. */
const LASTING = new Set<ListingFault>(['gone', 'unsafe-address', 'redirect'])

/**
 * The next document that is to be read, at a time that suits its host: the bucket is the nodes'. Of a draft those that its
 * requester named, once. [CLT-41, CLT-24, CLT-73]
 */
export async function nextSeed(ctx: Ctx): Promise<WantedSeed | null> {
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    campaign_id: string
    id: string
    root_id: string
    url: string
    host: string
    depth: number
    tags: string[]
    etag: string | null
    last_modified: string | null
    every_seconds: number
    faults: number
    first: boolean
  }>(sql`
    with found as (select s.*, s.read_at is null as first from seed s
      join campaign k on k.pool_id = s.pool_id and k.id = s.campaign_id join host h on h.name = s.host
      where (k.status = 'open' or (k.status = 'draft' and s.id = s.root_id and s.read_at is null)) and s.next_at <= ${ctx.now()} and h.next_at <= ${ctx.now()} and h.taken_down_at is null
      order by s.next_at limit 1 for update of s, h skip locked),
    later as (update host set next_at = ${ctx.now()}::timestamptz + make_interval(secs => delay_seconds) from found where name = found.host),
    mine as (update seed s set next_at = ${ctx.now()}::timestamptz + make_interval(secs => ${AGAIN}) from found where s.pool_id = found.pool_id and s.id = found.id)
    select * from found`)
  const row = rows[0]
  if (!row) return null
  const { hosts } = await getCollection(ctx, row.pool_id, row.campaign_id)
  return {
    poolId: row.pool_id,
    campaignId: row.campaign_id,
    seedId: row.id,
    rootId: row.root_id,
    url: row.url,
    host: row.host,
    depth: row.depth,
    tags: row.tags,
    hosts: [row.host, ...hosts.filter((name) => name !== row.host)],
    etag: row.etag,
    lastModified: row.last_modified,
    everySeconds: row.every_seconds,
    faults: row.faults,
    first: row.first,
  }
}

/** Takes what a document lists. The same again changes nothing but its times. [CLT-41..CLT-44] @returns new pages and documents. */
export async function tellSeed(ctx: Ctx, of: WantedSeed, reply: ListingReply): Promise<number> {
  // It was forgotten while it was read: then nothing of it is wanted any more.
  const { rows } = await ctx.tx.execute(
    sql`select 1 from seed where pool_id = ${of.poolId} and id = ${of.rootId} for update`,
  )
  if (rows.length === 0) return 0
  if (reply.kind === 'failed') {
    await noteFault(ctx, of, reply)
    return 0
  }
  if (reply.kind === 'unchanged') {
    await note(ctx, of, false)
    return 0
  }
  const collection = await getCollection(ctx, of.poolId, of.campaignId)
  const { fresh, found, refused } =
    reply.kind === 'pages'
      ? await takePages(ctx, of, collection, reply)
      : await takeSitemaps(ctx, of, collection, reply.sitemaps)
  await note(ctx, of, fresh > 0)
  await ctx.tx.execute(sql`update seed set kind = ${reply.of}, found = ${found}, refused = ${JSON.stringify(refused)}::jsonb,
    whole = ${reply.whole}, etag = ${reply.etag ?? null}, last_modified = ${reply.lastModified ?? null}
    where pool_id = ${of.poolId} and id = ${of.seedId}`)
  return fresh
}

/** Writes down that a document was read, and when it will be again. [CLT-43] */
async function note(ctx: Ctx, of: WantedSeed, brought: boolean): Promise<void> {
  const { everySeconds } = of
  const every = of.first
    ? FIRST_INTERVAL
    : brought
      ? Math.max(HOUR, Math.floor(everySeconds / 2))
      : Math.min(WEEK, everySeconds * 2)
  await ctx.tx.execute(sql`
    with fine as (update host set refusals = 0 where name = ${of.host} and refusals > 0)
    update seed set read_at = ${ctx.now()}, every_seconds = ${every}, faults = 0, fault = null, detail = null,
      next_at = ${ctx.now()}::timestamptz + make_interval(secs => ${every}) where pool_id = ${of.poolId} and id = ${of.seedId}`)
}

async function noteFault(
  ctx: Ctx,
  of: WantedSeed,
  { fault, detail, retryAfter = 0 }: Extract<ListingReply, { kind: 'failed' }>,
): Promise<void> {
  if (fault === 'busy') await backOff(ctx, of.host, retryAfter)
  const wait = LASTING.has(fault) ? WEEK : Math.min(DAY, AGAIN * 2 ** Math.min(of.faults, 10))
  await ctx.tx.execute(sql`update seed set faults = faults + 1, fault = ${fault}, detail = ${detail},
    next_at = ${ctx.now()}::timestamptz + make_interval(secs => ${Math.max(wait, retryAfter)})
    where pool_id = ${of.poolId} and id = ${of.seedId}`)
}

interface Taken {
  found: number
  fresh: number
  refused: Partial<Record<NotTaken, number>>
}

/** Counts what is not taken by its first reason. */
function sieve<T extends { url: string }>(
  all: readonly T[],
  whyNot: (one: T, url: URL | null) => NotTaken | null,
): { kept: (T & { host: string })[]; refused: Taken['refused']; found: number } {
  const kept = new Map<string, T & { host: string }>()
  const refused: Taken['refused'] = {}
  for (const one of all) {
    const url = pageOf(one.url)
    const why = whyNot(one, url)
    if (why !== null || !url) add(refused, why ?? 'not-a-page', 1)
    else kept.set(url.href, { ...one, url: url.href, host: url.hostname })
  }
  return { kept: [...kept.values()], refused, found: all.length }
}

function add(refused: Taken['refused'], why: NotTaken, count: number): void {
  if (count > 0) refused[why] = (refused[why] ?? 0) + count
}

const tagOf = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

async function takePages(
  ctx: Ctx,
  of: WantedSeed,
  collection: Collection,
  { pages, of: kind }: Extract<ListingReply, { kind: 'pages' }>,
): Promise<Taken> {
  const { poolId, campaignId, rootId } = of
  const tags = new Set(of.tags.map(tagOf))
  const { kept, refused, found } = sieve<JudgedPage>(pages, (page, url) => {
    if (!url) return 'not-a-page'
    if (!onHosts(collection, url.hostname, of.host)) return 'foreign-host'
    if (tags.size > 0 && !page.tags.some((tag) => tags.has(tagOf(tag)))) return 'tag'
    if (page.refused === undefined) return null
    return page.refused === 'robots' ? 'robots' : 'opted-out'
  })
  const open = await notTakenDown(ctx, kept)
  add(refused, 'taken-down', kept.length - open.length)
  const { rows } = await ctx.tx.execute<{ pages: number }>(sql`
    select count(*)::int as pages from frontier_url where pool_id = ${poolId} and campaign_id = ${campaignId}`)
  const known = await alreadyThere(ctx, poolId, open)
  const unknown = open.filter(({ url }) => !known.has(url))
  const fresh = unknown.slice(0, Math.max(0, MOST_PAGES - rows[0]!.pages))
  add(refused, 'over-limit', unknown.length - fresh.length)
  for (const name of [...new Set(fresh.map(({ host }) => host))].sort())
    await knowHost(ctx, name, LEAST_DELAY)
  const { rowCount } = await ctx.tx.execute(sql`
    insert into frontier_url (pool_id, campaign_id, url, host, found_by, seed_id, modified_at)
    select ${poolId}, ${campaignId}, url, host, ${tags.size > 0 ? 'tag' : kind}, ${rootId}, at
    from unnest(${sql.param(fresh.map(({ url }) => url))}::text[], ${sql.param(fresh.map(({ host }) => host))}::text[],
      ${sql.param(fresh.map(({ modifiedAt }) => modifiedAt ?? null))}::timestamptz[]) as p(url, host, at)
    order by url on conflict do nothing`)
  await dateKnown(
    ctx,
    of,
    open.filter(({ url }) => known.has(url)),
  )
  const campaign = await getCampaign(ctx, poolId, campaignId)
  while ((await queueUrls(ctx, campaign)) === MOST_AT_ONCE);
  return { found, fresh: rowCount ?? 0, refused }
}

/** Says of pages that are there since when they are as they are; dates of the future are not believed. [CLT-50] */
async function dateKnown(
  ctx: Ctx,
  { poolId, campaignId }: WantedSeed,
  pages: readonly { url: string; modifiedAt?: string }[],
): Promise<void> {
  const { urls, times } = dated(pages)
  await ctx.tx.execute(sql`
    with d as (select url, at from unnest(${urls}::text[], ${times}::timestamptz[]) as d(url, at)),
    older as (select f.pool_id, f.id, d.at from frontier_url f join d on d.url = f.url
      where f.pool_id = ${poolId} and f.campaign_id = ${campaignId} and f.modified_at is distinct from d.at
        and d.at <= ${ctx.now()}::timestamptz + interval '1 day' order by f.id for update of f)
    update frontier_url f set modified_at = o.at from older o where f.pool_id = o.pool_id and f.id = o.id`)
}

function dated(all: readonly { url: string; modifiedAt?: string }[]) {
  const known = all.flatMap(({ url, modifiedAt }) => (modifiedAt === undefined ? [] : [{ url, modifiedAt }]))
  return {
    urls: sql.param(known.map(({ url }) => url)),
    times: sql.param(known.map(({ modifiedAt }) => modifiedAt)),
  }
}

/** Of these pages the addresses that the pool's frontier has. */
async function alreadyThere(
  ctx: Ctx,
  poolId: string,
  pages: readonly { url: string }[],
): Promise<Set<string>> {
  const { rows } = await ctx.tx.execute<{ url: string }>(sql`
    select url from frontier_url where pool_id = ${poolId} and url = any(${sql.param(pages.map(({ url }) => url))}::text[])`)
  return new Set(rows.map(({ url }) => url))
}

async function takeSitemaps(
  ctx: Ctx,
  of: WantedSeed,
  collection: Collection,
  sitemaps: readonly { url: string; modifiedAt?: string }[],
): Promise<Taken> {
  const { poolId, campaignId, rootId } = of
  const { kept, refused, found } = sieve(sitemaps, (_, url) => {
    if (!url) return 'not-a-page'
    return onHosts(collection, url.hostname, of.host) ? null : 'foreign-host'
  })
  if (of.depth + 1 > MOST_LEVELS) {
    add(refused, 'over-limit', kept.length)
    return { found, fresh: 0, refused }
  }
  const { rows } = await ctx.tx.execute<{ url: string; mine: boolean }>(sql`
    select url, root_id = ${rootId} as mine from seed where pool_id = ${poolId} and campaign_id = ${campaignId}`)
  const known = new Set(rows.map(({ url }) => url))
  const room = MOST_PARTS - rows.filter(({ mine }) => mine).length
  const unknown = kept.filter(({ url }) => !known.has(url))
  const fresh = unknown.slice(0, Math.max(0, room))
  add(refused, 'over-limit', unknown.length - fresh.length)
  for (const name of [...new Set(fresh.map(({ host }) => host))].sort())
    await knowHost(ctx, name, LEAST_DELAY)
  const tags = JSON.stringify(of.tags)
  const { rowCount } = await ctx.tx.execute(sql`
    insert into seed (pool_id, campaign_id, root_id, url, host, depth, tags, next_at, every_seconds)
    select ${poolId}, ${campaignId}, ${rootId}, url, host, ${of.depth + 1}, ${tags}::jsonb, ${ctx.now()}::timestamptz, ${FIRST_INTERVAL}
    from unnest(${sql.param(fresh.map(({ url }) => url))}::text[], ${sql.param(fresh.map(({ host }) => host))}::text[]) as p(url, host)
    order by url on conflict do nothing`)
  await readChanged(
    ctx,
    of,
    kept.filter(({ url }) => known.has(url)),
  )
  return { found, fresh: rowCount ?? 0, refused }
}

/** Documents that are newer than when they were read are read now; dates of the future are not believed, nor twice an hour. */
async function readChanged(
  ctx: Ctx,
  { poolId, campaignId, rootId }: WantedSeed,
  sitemaps: readonly { url: string; modifiedAt?: string }[],
): Promise<void> {
  const { urls, times } = dated(sitemaps)
  await ctx.tx.execute(sql`
    update seed s set next_at = least(s.next_at, greatest(${ctx.now()}::timestamptz, s.read_at + make_interval(secs => ${HOUR})))
    from unnest(${urls}::text[], ${times}::timestamptz[]) as d(url, at)
    where s.pool_id = ${poolId} and s.campaign_id = ${campaignId} and s.root_id = ${rootId} and s.url = d.url
      and d.at > s.read_at and d.at <= ${ctx.now()}::timestamptz + interval '1 day'`)
}
