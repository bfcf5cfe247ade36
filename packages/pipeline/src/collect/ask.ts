import { type Ctx, newId } from '@rowright/db'
import { type Lease, REQUESTS_OF_FIRST_LEASE } from '@rowright/protocol'
import { and, eq, sql } from 'drizzle-orm'
import { commitSlots } from '../pool/index.ts'
import { poolsAgreed } from './agreed.ts'
import { isCanary } from './audit.ts'
import { among } from './canaries.ts'
import { canaryPath } from './canaryPage.ts'
import { lease } from './contribution.sql.ts'
import { isTrusted } from './credibility.ts'
import { knownOf, knownOfLease, unchangedPayOf } from './known.ts'
import { LEASES_PER_HOUR, leasesAtOnce, newcomerFits } from './newcomers.ts'
import { clusterOf, type Node } from './nodes.ts'
import { seedAt } from './periods.ts'
import { lockStanding } from './standings.ts'

export type LeaseRow = typeof lease.$inferSelect & { hosts: string[] }

export interface Ask {
  node: Node
  /** Salted hash of the /24 or /48 that asks. */
  network: string
  requestId: string
  count: number
  campaignIds?: string[]
  hosts?: string[]
  exceptHosts?: string[]
}

export interface Handed {
  leases: LeaseRow[]
  reason: string | null
  retryAfter: number
  /** Pools with pages whose terms this person has not agreed to. [CLT-37] */
  consentNeeded: string[]
}

/** A lease names its moment: pages of one host are handed out for the next minute, one delay apart. */
const AHEAD_SECONDS = 60
const LEASE_SECONDS = 300
const MOST_HOPS = 5

/** Hands out pages, the same again for the same request. [CLT-23..CLT-26, CLT-37] */
export async function ask(ctx: Ctx, input: Ask): Promise<Handed> {
  const { node, requestId } = input
  const again = await ctx.tx
    .select()
    .from(lease)
    .where(and(eq(lease.nodeId, node.id), eq(lease.requestId, requestId)))
  if (again.length > 0) return { leases: again as LeaseRow[], reason: null, retryAfter: 0, consentNeeded: [] }
  const campaigns = await paidCollections(ctx, input.campaignIds)
  const agreed = await poolsAgreed(
    ctx,
    node.personId,
    campaigns.map((one) => one.pool_id),
  )
  const mine = campaigns.filter((one) => agreed.has(one.pool_id))
  const waiting = campaigns.filter((one) => !agreed.has(one.pool_id))
  const consentNeeded = [...new Set(waiting.map((one) => one.pool_id))]
  const handed: LeaseRow[] = []
  let reason =
    waiting.length > 0 && mine.length === 0
      ? `You have not agreed to the terms of ${waiting.map((one) => `“${one.pool}”`).join(', ')}.`
      : 'No campaign collects anything now.'
  for (const campaign of mine) {
    const left = input.count - handed.length
    if (left <= 0) break
    const room = await roomOf(ctx, input, campaign)
    if (typeof room === 'string') {
      reason = room
      continue
    }
    reason = 'Every page is taken, or its host was asked a moment ago.'
    const most = Math.min(left, room.most)
    const some = room.trusted ? await witnessLeases(ctx, input, campaign, most) : []
    some.push(...(await canaryLeases(ctx, input, campaign, most - some.length)))
    some.push(...(await workLeases(ctx, input, campaign, most - some.length)))
    await count(ctx, campaign, some.length, room.newcomer)
    handed.push(...some)
  }
  // In the order of their times: which were handed out first tells nothing. [CLT-61]
  handed.sort((a, b) => a.notBefore.getTime() - b.notBefore.getTime() || (a.id < b.id ? -1 : 1))
  if (handed.length > 0) return { leases: handed, reason: null, retryAfter: 0, consentNeeded }
  return { leases: [], reason, retryAfter: 30, consentNeeded }
}

interface Open {
  pool_id: string
  pool: string
  campaign_id: string
  price: string
  max_bytes: number
  leases_given: number
  newcomers_given: number
  hours: number
  hosts: string[]
  /** Origins that serve canaries, by host name. */
  canaries: Record<string, string>
  canary_ppm: number
}

async function paidCollections(ctx: Ctx, only: string[] | undefined): Promise<Open[]> {
  const { rows } = await ctx.tx.execute<Open & Record<string, unknown>>(sql`
    select c.pool_id, p.name as pool, c.campaign_id, k.price, c.max_bytes, c.leases_given, c.newcomers_given, c.hosts,
      extract(epoch from ${ctx.now()} - c.opened_at)::float / 3600 as hours,
      (select coalesce(jsonb_object_agg(name, origin), '{}') from canary_host) as canaries,
      (select coalesce(max(share_ppm), 0) from canary_host) as canary_ppm
    from collection c join campaign k on k.pool_id = c.pool_id and k.id = c.campaign_id
    join pool p on p.id = c.pool_id
    where k.status = 'open' and (${only === undefined} or c.campaign_id = any(${sql.param(only ?? [])}::uuid[]))
    order by k.price desc, k.id`)
  return rows.map((row) => ({ ...row, hosts: among(row.hosts, Object.keys(row.canaries)) }))
}

/** How many leases the account may still take here, or why none. [CLT-8, CLT-26] */
async function roomOf(
  ctx: Ctx,
  { node, network }: Ask,
  campaign: Open,
): Promise<{ most: number; trusted: boolean; newcomer: boolean } | string> {
  const standing = await lockStanding(ctx, campaign.pool_id, node.personId)
  if (standing.dismissed) return 'This account was dismissed from the pool: checks of its results failed.'
  const newcomer = !standing.wasTrusted
  if (newcomer) {
    const { rows } = await ctx.tx.execute(
      sql`select 1 from network_cool_off where network = ${network} and until > ${ctx.now()}`,
    )
    if (rows.length > 0) return 'An account on this network was dismissed; new ones wait.'
    if (!newcomerFits(campaign.newcomers_given, campaign.leases_given, campaign.hours))
      return 'Many new accounts are being tried; it is your turn soon.'
  }
  const { rows } = await ctx.tx.execute<{ open: number; hour: number }>(sql`
    select (select count(*)::int from lease where person_id = ${node.personId} and state in ('leased', 'committed')) as open,
      (select count(*)::int from lease where person_id = ${node.personId} and issued_at > ${ctx.now()}::timestamptz - interval '1 hour') as hour`)
  const { open, hour } = rows[0]!
  if (hour >= LEASES_PER_HOUR) return 'This account had all the leases that an hour has for it.'
  const most = Math.min(leasesAtOnce(standing) - open, LEASES_PER_HOUR - hour)
  if (most <= 0) return 'All leases that this account may hold at once are open.'
  return { most, trusted: isTrusted(standing), newcomer }
}

async function count(ctx: Ctx, campaign: Open, given: number, newcomer: boolean): Promise<void> {
  if (given === 0) return
  await ctx.tx.execute(sql`update collection set leases_given = leases_given + ${given},
    newcomers_given = newcomers_given + ${newcomer ? given : 0}
    where pool_id = ${campaign.pool_id} and campaign_id = ${campaign.campaign_id}`)
}

/** Other people's pages to look at: of another cluster and another network. [CLT-9] */
async function witnessLeases(ctx: Ctx, input: Ask, campaign: Open, most: number): Promise<LeaseRow[]> {
  const cluster = await clusterOf(ctx, input.node.personId)
  const { rows } = await ctx.tx.execute<{
    id: string
    lease_id: string
    url: string
    host: string
    url_id: string
  }>(sql`
    select l.id, l.lease_id, l.url, h.name as host, k.url_id from look l
    join contribution k on k.pool_id = l.pool_id and k.lease_id = l.lease_id
    join host h on h.name = split_part(split_part(l.url, '://', 2), '/', 1)
    where l.pool_id = ${campaign.pool_id} and k.campaign_id = ${campaign.campaign_id} and l.by = 'node' and l.at is null
      and l.witness_lease is null and l.not_cluster <> ${cluster} and l.not_network <> ${input.network}
      and h.taken_down_at is null and h.next_at <= ${ahead(ctx)} and ${hostFilter(input, sql`h.name`)}
    order by l.asked_at limit 1 for update of l, h skip locked`)
  const found = rows[0]
  if (!found || most === 0) return []
  const at = { poolId: campaign.pool_id, campaignId: campaign.campaign_id, price: BigInt(campaign.price) }
  // What it pays is set aside first; else the instance looks itself. [CLT-71]
  if ((await commitSlots(ctx, { ...at, wanted: 1 })) === 0) return []
  const [made] = await hand(
    ctx,
    input,
    campaign,
    found.host,
    [{ id: found.url_id, url: found.url }],
    found.lease_id,
  )
  await ctx.tx.execute(sql`update look set witness_lease = ${made!.id}
    where pool_id = ${campaign.pool_id} and id = ${found.id}`)
  return [made!]
}

/** New pages: hosts whose turn it is, each for as many pages as fit into the next minute. [CLT-23, CLT-24] */
async function workLeases(ctx: Ctx, input: Ask, campaign: Open, most: number): Promise<LeaseRow[]> {
  if (most <= 0) return []
  const { rows: hosts } = await ctx.tx.execute<{ name: string; fits: number }>(sql`
    select h.name, (1 + floor(extract(epoch from ${ahead(ctx)}::timestamptz - greatest(h.next_at, ${ctx.now()}::timestamptz)) / h.delay_seconds))::int as fits
    from host h where h.taken_down_at is null and h.next_at <= ${ahead(ctx)} and ${hostFilter(input, sql`h.name`)}
      and exists (select 1 from frontier_url u where u.host = h.name and u.state = 'queued'
        and u.pool_id = ${campaign.pool_id} and u.campaign_id = ${campaign.campaign_id})
    order by h.next_at limit ${most} for update skip locked`)
  const handed: LeaseRow[] = []
  for (const { name, fits } of hosts) {
    const wanted = Math.min(fits, most - handed.length)
    if (wanted <= 0) break
    const { rows: urls } = await ctx.tx.execute<{ id: string; url: string }>(sql`
      update frontier_url f set state = 'leased', tries = tries + 1 from (
        select pool_id, id from frontier_url where host = ${name} and state = 'queued'
          and pool_id = ${campaign.pool_id} and campaign_id = ${campaign.campaign_id}
        order by id limit ${wanted} for update skip locked) w
      where f.pool_id = w.pool_id and f.id = w.id returning f.id, f.url`)
    handed.push(...(await hand(ctx, input, campaign, name, urls, null)))
  }
  return handed
}

/** Pages of our own among the others: drawn by the ids that they get, where a page would have been handed out. [CLT-61] */
async function canaryLeases(ctx: Ctx, input: Ask, campaign: Open, most: number): Promise<LeaseRow[]> {
  const names = Object.keys(campaign.canaries)
  if (names.length === 0 || most <= 0) return []
  const seed = await seedAt(ctx, ctx.now())
  const { rows: ids } = await ctx.tx.execute<{ id: string; page: string }>(
    sql`select ${newId} as id, ${newId} as page from generate_series(1, ${most})`,
  )
  const handed: LeaseRow[] = []
  for (const { id, page } of ids.filter((one) => isCanary(seed, one.id, campaign.canary_ppm))) {
    const { rows } = await ctx.tx.execute<{ name: string }>(sql`
      select h.name from host h where h.name = any(${sql.param(names)}::text[]) and h.taken_down_at is null and h.next_at <= ${ahead(ctx)}
        and ${hostFilter(input, sql`h.name`)} and exists (select 1 from frontier_url u where u.state = 'queued'
          and u.pool_id = ${campaign.pool_id} and u.campaign_id = ${campaign.campaign_id})
      order by h.next_at limit 1 for update of h skip locked`)
    const name = rows[0]?.name
    const at = { poolId: campaign.pool_id, campaignId: campaign.campaign_id, price: BigInt(campaign.price) }
    if (name === undefined || (await commitSlots(ctx, { ...at, wanted: 1 })) === 0) return handed
    const text = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex')
    const url = campaign.canaries[name] + canaryPath(text, ctx.now())
    const [made] = await hand(ctx, input, campaign, name, [{ id: page, url }], null, id)
    await ctx.tx.execute(
      sql`insert into canary (pool_id, lease_id, url, seed) values (${at.poolId}, ${id}, ${url}, ${text})`,
    )
    handed.push(made!)
  }
  return handed
}

const ahead = (ctx: Ctx) => new Date(ctx.now().getTime() + AHEAD_SECONDS * 1_000)

const hostFilter = ({ hosts, exceptHosts = [] }: Ask, name: ReturnType<typeof sql>) => sql`
  (${hosts === undefined} or ${name} = any(${sql.param(hosts ?? [])}::text[]))
  and not exists (select 1 from unnest(${sql.param(exceptHosts)}::text[]) as b(host) where ${name} = b.host or ${name} like '%.' || b.host)`

/**
 * Turns of a host that a node's next lease of it takes: its site files are asked for besides the page once a day.
 * [CLT-24, NOD-4]
 */
async function turnsOf(ctx: Ctx, nodeId: string, host: string): Promise<number> {
  const { rows } = await ctx.tx.execute(sql`
    select 1 from lease where node_id = ${nodeId} and hosts ->> 0 = ${host} and state <> 'expired'
      and issued_at > ${ctx.now()}::timestamptz - interval '23 hours' limit 1`)
  return rows.length > 0 ? 1 : REQUESTS_OF_FIRST_LEASE
}

/** Writes leases of one host, each as late as the turns before it take; the host's row is locked by the caller. */
async function hand(
  ctx: Ctx,
  { node, network, requestId }: Ask,
  campaign: Open,
  host: string,
  urls: readonly { id: string; url: string }[],
  ofLease: string | null,
  /** Of a canary: the id that it was drawn by. */
  canaryId?: string,
): Promise<LeaseRow[]> {
  if (urls.length === 0) return []
  const first = await turnsOf(ctx, node.id, host)
  const turns = first + urls.length - 1
  const { rows } = await ctx.tx.execute<{ at: string; delay: number }>(sql`
    update host set next_at = greatest(next_at, ${ctx.now()}) + make_interval(secs => delay_seconds * ${turns})
    where name = ${host} returning (extract(epoch from next_at) * 1000 - delay_seconds * 1000 * ${turns})::text as at, delay_seconds as delay`)
  const { at, delay } = rows[0]!
  const known =
    ofLease === null
      ? await knownOf(ctx, campaign.pool_id, urls)
      : new Map([[urls[0]!.id, await knownOfLease(ctx, campaign.pool_id, ofLease)]])
  const others = campaign.hosts.filter((other) => other !== host).slice(0, 9)
  return (await ctx.tx
    .insert(lease)
    .values(
      urls.map(({ id, url }, place) => {
        const before = place === 0 ? 0 : first + place - 1
        const notBefore = new Date(Math.ceil(Number(at)) + before * delay * 1_000)
        return {
          poolId: campaign.pool_id,
          campaignId: campaign.campaign_id,
          urlId: id,
          url,
          hosts: [host, ...others],
          nodeId: node.id,
          nodeKey: node.publicKey,
          personId: node.personId,
          network,
          requestId,
          ...(canaryId === undefined ? {} : { id: canaryId }),
          kind:
            canaryId !== undefined
              ? ('canary' as const)
              : ofLease === null
                ? ('work' as const)
                : ('witness' as const),
          ofLease,
          pay: BigInt(campaign.price),
          ...known.get(id),
          unchangedPay: known.get(id) ? unchangedPayOf(BigInt(campaign.price)) : null,
          delaySeconds: delay,
          turns: place === 0 ? first : 1,
          maxBytes: campaign.max_bytes,
          state: 'leased' as const,
          issuedAt: ctx.now(),
          notBefore,
          notAfter: new Date(notBefore.getTime() + LEASE_SECONDS * 1_000),
        }
      }),
    )
    .returning()) as LeaseRow[]
}

/** A lease as it is signed; the same row gives the same bytes. A witness cannot be told from the first. [CLT-25] */
export const leaseBody = (row: LeaseRow): Lease => ({
  kind: 'rowright.lease.v1',
  leaseId: row.id,
  poolId: row.poolId,
  campaignId: row.campaignId,
  nodeKey: row.nodeKey,
  url: row.url,
  hosts: row.hosts,
  pay: String(row.pay),
  ...(row.unchangedPay === null ? {} : { unchangedPay: String(row.unchangedPay) }),
  ...(row.etag === null ? {} : { etag: row.etag }),
  ...(row.lastModified === null ? {} : { modifiedSince: row.lastModified }),
  issuedAt: row.issuedAt.toISOString(),
  notBefore: row.notBefore.toISOString(),
  turns: row.turns,
  notAfter: row.notAfter.toISOString(),
  delaySeconds: row.delaySeconds,
  maxBytes: row.maxBytes,
  maxHops: MOST_HOPS,
})
