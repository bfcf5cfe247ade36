import type { ListingFault } from '@rowright/collector/listing'
import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { type Collection, getCollection, knowHost, LEAST_DELAY, pageOf } from './collection.ts'
import { invalidCollection, unknownSeed } from './errors.ts'
import { notTakenDown } from './notTakenDown.ts'

const MOST_NAMED = 100
/** Seconds: until a document is asked again after its first reading, and the least when it is named again. */
export const FIRST_INTERVAL = 6 * 3_600
const NAMED_AGAIN = 600

interface Place {
  poolId: string
  campaignId: string
}

/** Whether a page or a document may be taken from a host. [CLT-40, CLT-42] @param own the seed's host. */
export const onHosts = (
  of: Pick<Collection, 'hosts' | 'anyPublicSite'>,
  host: string,
  own: string,
): boolean => of.hosts.includes(host) || (of.anyPublicSite && host === own)

/**
 * Names documents that list pages; those named before are read again. [CLT-40, CLT-43, CLT-44] @returns how many are new.
 * @throws RowrightError `collect/invalid-collection` naming the field.
 */
export async function addSeeds(
  ctx: Ctx,
  { poolId, campaignId, urls, tags = [] }: Place & { urls: readonly string[]; tags?: readonly string[] },
): Promise<number> {
  const collection = await getCollection(ctx, poolId, campaignId)
  const strange = tags.findIndex((tag) => !collection.tags.includes(tag))
  if (strange >= 0)
    throw invalidCollection(`tags.${strange}`, `"${tags[strange]}" is no tag of the campaign.`)
  const named = urls.map((text, at) => {
    const url = pageOf(text)
    if (!url) throw invalidCollection(`urls.${at}`, `"${text}" is no http(s) address on the default port.`)
    if (!onHosts(collection, url.hostname, url.hostname))
      throw invalidCollection(`urls.${at}`, `${url.hostname} is none of the campaign's hosts.`)
    return { url: url.href, host: url.hostname }
  })
  const allowed = new Set((await notTakenDown(ctx, named)).map(({ url }) => url))
  const gone = named.findIndex(({ url }) => !allowed.has(url))
  if (gone >= 0) throw invalidCollection(`urls.${gone}`, `${named[gone]!.host} asked to stay out.`)
  // One request after the other counts what is there.
  await ctx.tx.execute(
    sql`select 1 from collection where pool_id = ${poolId} and campaign_id = ${campaignId} for update`,
  )
  for (const name of new Set(named.map(({ host }) => host))) await knowHost(ctx, name, LEAST_DELAY)
  const { rows } = await ctx.tx.execute<{ new: boolean }>(sql`
    insert into seed (pool_id, id, root_id, campaign_id, url, host, tags, next_at, every_seconds)
    select ${poolId}, id, id, ${campaignId}, url, host, ${JSON.stringify(tags)}::jsonb, ${ctx.now()}::timestamptz, ${FIRST_INTERVAL}
    from (select distinct on (url) url, host, gen_random_uuid() as id
      from unnest(${sql.param(named.map(({ url }) => url))}::text[], ${sql.param(named.map(({ host }) => host))}::text[]) as n(url, host)) as n
    on conflict (pool_id, campaign_id, url) do update set tags = excluded.tags, etag = null, last_modified = null,
      next_at = least(seed.next_at, greatest(${ctx.now()}::timestamptz, seed.read_at + make_interval(secs => ${NAMED_AGAIN})))
    returning xmax = 0 as new`)
  const { rows: count } = await ctx.tx.execute<{ named: number }>(sql`
    select count(*)::int as named from seed where pool_id = ${poolId} and campaign_id = ${campaignId} and id = root_id`)
  if (count[0]!.named > MOST_NAMED)
    throw invalidCollection('urls', `A campaign has ${MOST_NAMED} sitemaps and feeds at most.`)
  return rows.filter((row) => row.new).length
}

/** Forgets a seed with what it led to; pages that it brought stay, but those of a draft. [CLT-73] @throws `collect/unknown-seed`. */
export async function removeSeed(
  ctx: Ctx,
  { poolId, campaignId, seedId }: Place & { seedId: string },
): Promise<void> {
  const { rowCount } = await ctx.tx.execute(sql`
    delete from seed where pool_id = ${poolId} and campaign_id = ${campaignId} and root_id = ${seedId}`)
  if (rowCount === 0) throw unknownSeed()
  await ctx.tx.execute(sql`
    delete from frontier_url f using campaign k where k.pool_id = f.pool_id and k.id = f.campaign_id and k.status = 'draft'
      and f.pool_id = ${poolId} and f.campaign_id = ${campaignId} and f.seed_id = ${seedId}`)
}

/** Why pages of a listing are not taken. [CLT-42] */
export const NOT_TAKEN = [
  'not-a-page',
  'foreign-host',
  'robots',
  'opted-out',
  'taken-down',
  'tag',
  'over-limit',
] as const
export type NotTaken = (typeof NOT_TAKEN)[number]

type PageState = 'waiting' | 'queued' | 'leased' | 'done' | 'refused' | 'gone'

export interface Seed {
  id: string
  url: string
  tags: string[]
  kind: 'sitemap' | 'index' | 'feed' | 'robots' | null
  readAt: Date | null
  nextAt: Date | null
  fault: ListingFault | null
  detail: string | null
  /** Documents below it: all, those still to be read, those with a fault, and the first such fault. */
  parts: { all: number; unread: number; faulty: number; fault: ListingFault | null; url: string | null }
  /** Pages that it and those below it list, as they were read last. */
  found: number
  refused: Partial<Record<NotTaken, number>>
  /** False where a document is longer than is read. */
  whole: boolean
  /** Pages that it brought first, by what became of them. */
  pages: Partial<Record<PageState, number>>
}

/** Pages of a campaign that were named one by one, by what became of them. [CLT-45] */
export async function singlePagesOf(ctx: Ctx, { poolId, campaignId }: Place): Promise<Seed['pages']> {
  const { rows } = await ctx.tx.execute<{ state: PageState; pages: number }>(sql`
    select state, count(*)::int as pages from frontier_url
    where pool_id = ${poolId} and campaign_id = ${campaignId} and seed_id is null group by 1`)
  return Object.fromEntries(rows.map(({ state, pages }) => [state, pages]))
}

/** Named seeds of a campaign, the oldest first. [CLT-45] */
export async function seedsOf(ctx: Ctx, { poolId, campaignId }: Place): Promise<Seed[]> {
  const { rows } = await ctx.tx.execute<{
    id: string
    url: string
    tags: string[]
    kind: Seed['kind']
    read_at: string | null
    next_at: string | null
    fault: ListingFault | null
    detail: string | null
    parts: Seed['parts']
    found: number
    refused: Seed['refused']
    whole: boolean
    pages: Seed['pages']
  }>(sql`
    select r.id, r.url, r.tags, r.kind, r.read_at, r.next_at, r.fault, r.detail, s.parts, s.found, s.whole,
      coalesce((select jsonb_object_agg(reason, pages) from (
        select e.key as reason, sum(e.value::int) as pages from seed d, jsonb_each_text(d.refused) e
        where d.pool_id = r.pool_id and d.root_id = r.id group by 1) as x), '{}') as refused,
      coalesce((select jsonb_object_agg(state, pages) from (
        select u.state, count(*) as pages from frontier_url u where u.pool_id = r.pool_id and u.seed_id = r.id group by 1) as y), '{}') as pages
    from seed r, lateral (
      select coalesce(sum(found) filter (where kind in ('sitemap', 'feed')), 0)::int as found, bool_and(whole) as whole,
        jsonb_build_object('all', count(*) filter (where id <> r.id), 'unread', count(*) filter (where id <> r.id and read_at is null and fault is null),
          'faulty', count(*) filter (where id <> r.id and fault is not null),
          'fault', (array_agg(fault order by id) filter (where id <> r.id and fault is not null))[1],
          'url', (array_agg(url order by id) filter (where id <> r.id and fault is not null))[1]) as parts
      from seed d where d.pool_id = r.pool_id and d.root_id = r.id) s
    where r.pool_id = ${poolId} and r.campaign_id = ${campaignId} and r.id = r.root_id order by r.id`)
  const date = (text: string | null) => (text === null ? null : new Date(text))
  return rows.map(({ read_at, next_at, ...row }) => ({
    ...row,
    readAt: date(read_at),
    nextAt: date(next_at),
  }))
}
