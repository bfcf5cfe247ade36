import { type Ctx, emit } from '@rowright/db'
import { and, eq, sql } from 'drizzle-orm'
import {
  type Campaign,
  commitSlots,
  draftCollection,
  getCampaign,
  markSettled,
  releaseSlots,
  setStatus,
} from '../pool/index.ts'
import { invalidCollection } from './errors.ts'
import { collection, host } from './frontier.sql.ts'
import { notTakenDown } from './notTakenDown.ts'

export type Collection = typeof collection.$inferSelect

export interface NewCollection {
  poolId: string
  name: string
  guidelines: string
  /** Base units per verified, unique, permitted document. */
  pay: bigint
  /** Host names that are asked, redirects included. */
  hosts: { name: string; delaySeconds?: number }[]
  anyPublicSite: boolean
  tags: string[]
  sourceSharePpm?: number
  maxBytes?: number
  /** Seconds after which pages are asked for again; without it each is fetched once. */
  refreshSeconds?: number
  /** Pages that are wanted; without it as many as are paid for. */
  documents?: number
}

/** Least between two requests to a host, all nodes together. */
export const LEAST_DELAY = 5

/** Drafts a campaign that fetches pages. [CLT-21] @throws RowrightError `collect/invalid-collection` naming the field. */
export async function draftCollect(ctx: Ctx, input: NewCollection): Promise<Campaign> {
  if (input.hosts.length === 0 && !input.anyPublicSite)
    throw invalidCollection('hosts', 'Name at least one host, or take any public site.')
  const campaign = await draftCollection(ctx, {
    poolId: input.poolId,
    name: input.name,
    guidelines: input.guidelines,
    price: input.pay,
  })
  await ctx.tx.insert(collection).values({
    poolId: input.poolId,
    campaignId: campaign.id,
    hosts: input.hosts.map(({ name }) => name),
    anyPublicSite: input.anyPublicSite,
    tags: input.tags,
    ...(input.sourceSharePpm === undefined ? {} : { sourceSharePpm: input.sourceSharePpm }),
    ...(input.maxBytes === undefined ? {} : { maxBytes: input.maxBytes }),
    ...(input.refreshSeconds === undefined ? {} : { refreshSeconds: input.refreshSeconds }),
    ...(input.documents === undefined ? {} : { documents: input.documents }),
  })
  for (const { name, delaySeconds } of input.hosts) await knowHost(ctx, name, delaySeconds ?? LEAST_DELAY)
  return campaign
}

/** A host is asked as slowly as the slowest campaign wants. */
export async function knowHost(ctx: Ctx, name: string, delaySeconds: number): Promise<void> {
  await ctx.tx
    .insert(host)
    .values({ name, delaySeconds: Math.max(LEAST_DELAY, delaySeconds) })
    .onConflictDoUpdate({
      target: host.name,
      set: { delaySeconds: sql`greatest(host.delay_seconds, excluded.delay_seconds)` },
    })
}

export async function getCollection(ctx: Ctx, poolId: string, campaignId: string): Promise<Collection> {
  const [row] = await ctx.tx
    .select()
    .from(collection)
    .where(and(eq(collection.poolId, poolId), eq(collection.campaignId, campaignId)))
  if (!row) throw invalidCollection('campaignId', 'This campaign collects nothing.')
  return row
}

/**
 * Adds pages to a campaign's frontier; what is there already, or was taken down, is passed over. [CLT-22, CLT-35]
 * @returns how many are new. @throws RowrightError naming the first address that is not on the campaign's hosts.
 */
export async function addUrls(
  ctx: Ctx,
  input: {
    poolId: string
    campaignId: string
    foundBy: 'seed' | 'sitemap' | 'feed' | 'tag'
    urls: readonly string[]
  },
): Promise<number> {
  const { poolId, campaignId, foundBy } = input
  const { hosts, anyPublicSite } = await getCollection(ctx, poolId, campaignId)
  const allowed = new Set(hosts)
  const named = input.urls.map((text, at) => {
    const url = pageOf(text)
    if (!url) throw invalidCollection(`urls.${at}`, `"${text}" is no http(s) address on the default port.`)
    if (!anyPublicSite && !allowed.has(url.hostname))
      throw invalidCollection(`urls.${at}`, `${url.hostname} is none of the campaign's hosts.`)
    return { url: url.href, host: url.hostname }
  })
  const pages = await notTakenDown(ctx, named)
  for (const name of new Set(pages.map((page) => page.host))) await knowHost(ctx, name, LEAST_DELAY)
  const { rowCount } = await ctx.tx.execute(sql`
    insert into frontier_url (pool_id, campaign_id, url, host, found_by)
    select ${poolId}, ${campaignId}, url, host, ${foundBy} from unnest(${sql.param(pages.map((page) => page.url))}::text[],
      ${sql.param(pages.map((page) => page.host))}::text[]) as u(url, host)
    on conflict do nothing`)
  await queueUrls(ctx, await getCampaign(ctx, poolId, campaignId))
  return rowCount ?? 0
}

/** An address that may be fetched, without its fragment; null: none. */
export function pageOf(text: string): URL | null {
  const url = URL.parse(text)
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.port !== '' ||
    url.username !== '' ||
    url.password !== ''
  )
    return null
  url.hash = ''
  return url.href.length <= 2_000 ? url : null
}

export const MOST_AT_ONCE = 10_000

/** Queues waiting pages as far as they are paid for and wanted. [CLT-22, CLT-70, POO-4] @returns how many. */
export async function queueUrls(ctx: Ctx, campaign: Campaign): Promise<number> {
  if (campaign.status !== 'open') return 0
  const { poolId, id: campaignId, price } = campaign
  const room = await roomFor(ctx, poolId, campaignId)
  const { rows } = await ctx.tx.execute<{ id: string; again: boolean }>(sql`
    select id, seen_at is not null as again from frontier_url
    where pool_id = ${poolId} and campaign_id = ${campaignId} and state = 'waiting' and (seen_at is not null or ${room > 0})
    order by id limit ${MOST_AT_ONCE} for update skip locked`)
  let taken = 0
  const wanted = rows.filter(({ again }) => again || ++taken <= room)
  const paid = await commitSlots(ctx, { poolId, campaignId, price, wanted: wanted.length })
  const ids = wanted.slice(0, paid).map((row) => row.id)
  await ctx.tx.execute(sql`update frontier_url set state = 'queued'
    where pool_id = ${poolId} and id = any(${sql.param(ids)}::uuid[])`)
  return paid
}

/** How many pages that nobody has brought yet are still wanted; locks the campaign's row where there is a limit. [CLT-70] */
async function roomFor(ctx: Ctx, poolId: string, campaignId: string): Promise<number> {
  const { documents } = await getCollection(ctx, poolId, campaignId)
  if (documents === null) return Number.POSITIVE_INFINITY
  await ctx.tx.execute(
    sql`select 1 from campaign where pool_id = ${poolId} and id = ${campaignId} for update`,
  )
  const { rows } = await ctx.tx.execute<{ taken: number }>(sql`
    select count(*)::int as taken from frontier_url where pool_id = ${poolId} and campaign_id = ${campaignId}
      and (state in ('queued', 'leased', 'done') or (state = 'waiting' and seen_at is not null))`)
  return documents - rows[0]!.taken
}

/** Says how many pages are wanted; more are queued at once as far as they are paid for. [CLT-70] */
export async function setDocuments(
  ctx: Ctx,
  { poolId, campaignId, documents }: { poolId: string; campaignId: string; documents: number | null },
): Promise<void> {
  await getCollection(ctx, poolId, campaignId)
  await ctx.tx.execute(sql`update collection set documents = ${documents}
    where pool_id = ${poolId} and campaign_id = ${campaignId}`)
  await queueUrls(ctx, await getCampaign(ctx, poolId, campaignId))
}

/** Opens a drafted collection. */
export async function startCollection(ctx: Ctx, poolId: string, campaignId: string): Promise<void> {
  await setStatus(ctx, await getCampaign(ctx, poolId, campaignId), 'open')
  await emit(ctx, 'collection.opened', poolId, { campaignId })
  await queueUrls(ctx, await getCampaign(ctx, poolId, campaignId))
}

/** A closed collection hands out nothing more; what was committed to its pages goes back. [CLT-33] */
export async function endCollection(ctx: Ctx, at: { poolId: string; campaignId: string }): Promise<void> {
  const { price } = await getCampaign(ctx, at.poolId, at.campaignId)
  const { rowCount } = await ctx.tx.execute(sql`update frontier_url set state = 'gone'
    where pool_id = ${at.poolId} and campaign_id = ${at.campaignId} and state = 'queued'`)
  await releaseSlots(ctx, { ...at, price, slots: rowCount ?? 0 })
}

/** Closed collections of which nothing is open or pending any more are settled: their remainder can go back. [CLT-33] */
export async function settleCollections(ctx: Ctx): Promise<number> {
  const { rows } = await ctx.tx.execute<{ pool_id: string; campaign_id: string }>(sql`
    select c.pool_id, c.campaign_id from collection c join campaign k on k.pool_id = c.pool_id and k.id = c.campaign_id
    where k.status = 'closed' and k.settled_at is null
      and not exists (select 1 from lease_pay p where p.pool_id = c.pool_id and p.campaign_id = c.campaign_id and p.state = 'pending')
      and not exists (select 1 from lease l where l.pool_id = c.pool_id and l.campaign_id = c.campaign_id and l.state in ('leased', 'committed'))
      and not exists (select 1 from contribution b where b.pool_id = c.pool_id and b.campaign_id = c.campaign_id and b.state = 'checking')
    order by c.campaign_id`)
  for (const row of rows) await markSettled(ctx, row.pool_id, row.campaign_id)
  return rows.length
}
