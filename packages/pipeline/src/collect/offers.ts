import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { nextCanaries } from './nextCanaries.ts'
import { paidCollections } from './paidCollections.ts'

interface Offer {
  url: string
  campaignId: string
  pay: bigint
}
type Filter = { hosts?: string[]; exceptHosts: string[] }

/** What there would be to fetch; reserves nothing. Pages of our own are among the others. [CLT-61] */
export async function offersFor(ctx: Ctx, input: Filter & { count: number }): Promise<Offer[]> {
  const { rows } = await ctx.tx.execute<{ url: string; campaign_id: string; price: string }>(sql`
    select u.url, u.campaign_id, k.price from frontier_url u
    join campaign k on k.pool_id = u.pool_id and k.id = u.campaign_id
    where u.state = 'queued' and k.status = 'open'
      and (${input.hosts === undefined} or u.host = any(${sql.param(input.hosts ?? [])}::text[]))
      and not exists (select 1 from unnest(${sql.param(input.exceptHosts)}::text[]) as b(host) where u.host = b.host or u.host like '%.' || b.host)
    order by k.price desc, u.id limit ${input.count}`)
  const offers = rows.map((row) => ({ url: row.url, campaignId: row.campaign_id, pay: BigInt(row.price) }))
  offers.push(...(await ownOffers(ctx, input)))
  return offers.sort((a, b) => Number(b.pay - a.pay) || (a.url < b.url ? -1 : 1)).slice(0, input.count)
}

/** On each host of ours, as on one with few pages. */
const OWN = 3

async function ownOffers(ctx: Ctx, { hosts, exceptHosts }: Filter): Promise<Offer[]> {
  const wanted = (name: string) =>
    (hosts?.includes(name) ?? true) && !exceptHosts.some((one) => name === one || name.endsWith(`.${one}`))
  const offers: Offer[] = []
  for (const { poolId, campaignId, price: pay, canaries } of await paidCollections(ctx, undefined)) {
    for (const [name, origin] of canaries) {
      if (!wanted(name)) continue
      const next = await nextCanaries(ctx, { poolId, campaignId, origin }, OWN)
      offers.push(...next.map(({ url }) => ({ url, campaignId, pay })))
    }
  }
  return offers
}
