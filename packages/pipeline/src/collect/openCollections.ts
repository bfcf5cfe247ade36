import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { poolsAgreed } from './agreed.ts'
import { among, canariesOf, canaryHosts } from './canaryHosts.ts'

/** A campaign that collects pages now, as somebody sees it whose node might work for it. */
export interface OpenCollection {
  campaignId: string
  poolId: string
  poolName: string
  /** The person's consent for the pool holds; without it nothing of it is leased. [CLT-37] */
  agreed: boolean
  name: string
  /** Base units for a page. */
  pay: bigint
  hosts: string[]
  anyPublicSite: boolean
  /** What its clips may be about; without any it takes none. */
  tags: string[]
}

const MOST = 50

/** Campaigns that collect now, the best paid first, and whether the person may work for each. */
export async function openCollections(ctx: Ctx, personId: string): Promise<OpenCollection[]> {
  const { rows } = await ctx.tx.execute<Omit<OpenCollection, 'pay' | 'agreed'> & { pay: string }>(sql`
    select c.campaign_id as "campaignId", c.pool_id as "poolId", p.name as "poolName", k.name, k.price as pay, c.hosts,
      c.any_public_site as "anyPublicSite", c.tags
    from collection c join campaign k on k.pool_id = c.pool_id and k.id = c.campaign_id join pool p on p.id = c.pool_id
    where k.status = 'open' order by k.price desc, k.id limit ${MOST}`)
  const agreed = await poolsAgreed(
    ctx,
    personId,
    rows.map((row) => row.poolId),
  )
  const canaries = await canaryHosts(ctx)
  return rows.map((row) => ({
    ...row,
    hosts: among(row.hosts, canariesOf(row.campaignId, canaries)),
    pay: BigInt(row.pay),
    agreed: agreed.has(row.poolId),
  }))
}
