import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { among, canariesOf } from './canaryHosts.ts'

/** A campaign that may hand out pages now. */
export interface PaidCollection {
  poolId: string
  pool: string
  campaignId: string
  /** Base units for a page. */
  price: bigint
  maxBytes: number
  leasesGiven: number
  newcomersGiven: number
  /** Since it was opened. */
  hours: number
  hosts: string[]
  /** Origins that serve canaries among them, by host name. */
  canaries: Map<string, string>
  canaryPpm: number
}

/** Campaigns that collect now, the best paid first. */
export async function paidCollections(ctx: Ctx, only: string[] | undefined): Promise<PaidCollection[]> {
  type Row = Omit<PaidCollection, 'price' | 'canaries'> & { price: string; canaries: Record<string, string> }
  const { rows } = await ctx.tx.execute<Row & Record<string, unknown>>(sql`
    select c.pool_id as "poolId", p.name as pool, c.campaign_id as "campaignId", k.price, c.max_bytes as "maxBytes",
      c.leases_given as "leasesGiven", c.newcomers_given as "newcomersGiven", c.hosts,
      extract(epoch from ${ctx.now()} - c.opened_at)::float / 3600 as hours,
      (select coalesce(jsonb_object_agg(name, origin), '{}') from canary_host) as canaries,
      (select coalesce(max(share_ppm), 0) from canary_host) as "canaryPpm"
    from collection c join campaign k on k.pool_id = c.pool_id and k.id = c.campaign_id
    join pool p on p.id = c.pool_id
    where k.status = 'open' and (${only === undefined} or c.campaign_id = any(${sql.param(only ?? [])}::uuid[]))
    order by k.price desc, k.id`)
  return rows.map((row) => {
    const names = canariesOf(row.campaignId, Object.keys(row.canaries))
    return {
      ...row,
      price: BigInt(row.price),
      hosts: among(row.hosts, names),
      canaries: new Map(names.map((name) => [name, row.canaries[name]!])),
    }
  })
}
