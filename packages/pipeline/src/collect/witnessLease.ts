import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { commitSlots } from '../pool/index.ts'
import { type Asking, handOut, isFree } from './handOut.ts'
import { knownOfLease } from './known.ts'
import type { LeaseRow } from './leaseBody.ts'
import { clusterOf } from './nodes.ts'
import type { PaidCollection } from './paidCollections.ts'

/** Somebody else's page to look at: of another cluster and another network. [CLT-9] */
export async function witnessLease(
  ctx: Ctx,
  input: Asking,
  campaign: PaidCollection,
  leaseId: string,
): Promise<LeaseRow[]> {
  const { poolId, campaignId, price } = campaign
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
    where l.pool_id = ${poolId} and k.campaign_id = ${campaignId} and l.by = 'node' and l.at is null
      and l.witness_lease is null and l.not_cluster <> ${await clusterOf(ctx, input.node.personId)} and l.not_network <> ${input.network}
      and ${isFree(ctx, input)}
    order by l.asked_at limit 1 for update of l, h skip locked`)
  const found = rows[0]
  if (!found) return []
  // What it pays is set aside first; else the instance looks itself. [CLT-71]
  if ((await commitSlots(ctx, { poolId, campaignId, price, wanted: 1 })) === 0) return []
  const { id, url, url_id: urlId, host, lease_id: ofLease } = found
  const known = await knownOfLease(ctx, poolId, ofLease)
  const made = await handOut(ctx, input, campaign, host, { kind: 'witness', ofLease }, [
    { leaseId, urlId, url, known },
  ])
  await ctx.tx.execute(
    sql`update look set witness_lease = ${leaseId} where pool_id = ${poolId} and id = ${id}`,
  )
  return made
}
