import type { Ctx } from '@rowright/db'
import { and, eq, sql } from 'drizzle-orm'
import { poolsAgreed } from './agreed.ts'
import { canaryLeases } from './canaryLeases.ts'
import { lease } from './contribution.sql.ts'
import type { Asking } from './handOut.ts'
import type { LeaseRow } from './leaseBody.ts'
import { leaseIds } from './leaseIds.ts'
import { noneBecause, type WhyNone } from './noneBecause.ts'
import { type PaidCollection, paidCollections } from './paidCollections.ts'
import { roomOf } from './roomOf.ts'
import { witnessLease } from './witnessLease.ts'
import { workLeases } from './workLeases.ts'

export interface Ask extends Asking {
  count: number
  campaignIds?: string[]
}

export interface Handed {
  leases: LeaseRow[]
  reason: string | null
  /** The same as a code, e.g. `no-lease/hour`. */
  reasonCode: string | null
  retryAfter: number
  /** Pools with pages whose terms this person has not agreed to. [CLT-37] */
  consentNeeded: string[]
}

/** Hands out pages, the same again for the same request. [CLT-23..CLT-26, CLT-37] */
export async function ask(ctx: Ctx, input: Ask): Promise<Handed> {
  const { node, requestId } = input
  const given = { reason: null, reasonCode: null, retryAfter: 0 }
  // One request of a node after the other: the same one sent twice at once gets the same leases.
  await ctx.tx.execute(sql`select 1 from node where id = ${node.id} for update`)
  const again = await ctx.tx
    .select()
    .from(lease)
    .where(and(eq(lease.nodeId, node.id), eq(lease.requestId, requestId)))
  if (again.length > 0) return { leases: again, ...given, consentNeeded: [] }
  const campaigns = await paidCollections(ctx, input.campaignIds)
  const agreed = await poolsAgreed(
    ctx,
    node.personId,
    campaigns.map((one) => one.poolId),
  )
  const mine = campaigns.filter((one) => agreed.has(one.poolId))
  const waiting = campaigns.filter((one) => !agreed.has(one.poolId))
  const consentNeeded = [...new Set(waiting.map((one) => one.poolId))]
  const handed: LeaseRow[] = []
  let why: WhyNone = waiting.length > 0 && mine.length === 0 ? 'no-lease/consent' : 'no-lease/no-campaign'
  for (const campaign of mine) {
    const left = input.count - handed.length
    if (left <= 0) break
    const room = await roomOf(ctx, input, campaign)
    if (typeof room === 'string') {
      why = room
      continue
    }
    why = 'no-lease/all-taken'
    const some = await leasesOf(ctx, input, campaign, Math.min(left, room.most), room.trusted)
    await count(ctx, campaign, some.length, room.newcomer)
    handed.push(...some)
  }
  // In the order of their times: which were handed out first tells nothing. [CLT-61]
  handed.sort((a, b) => a.notBefore.getTime() - b.notBefore.getTime() || (a.id < b.id ? -1 : 1))
  if (handed.length > 0) return { leases: handed, ...given, consentNeeded }
  const pools = waiting.map(({ pool }) => pool)
  return { leases: [], ...noneBecause(why, pools), retryAfter: 30, consentNeeded }
}

/**
 * Leases of one campaign: somebody else's page to look at, then pages that nobody had; and pages of our own among as many
 * of them as there are. One that cannot be had gives its place to another page.
 */
async function leasesOf(
  ctx: Ctx,
  input: Ask,
  campaign: PaidCollection,
  most: number,
  trusted: boolean,
): Promise<LeaseRow[]> {
  const ids = await leaseIds(ctx, most, campaign.canaryPpm)
  const plain = ids.filter(({ canary }) => !canary).map(({ id }) => id)
  const handed = trusted && plain[0] ? await witnessLease(ctx, input, campaign, plain[0]) : []
  handed.push(...(await workLeases(ctx, input, campaign, plain.slice(handed.length))))
  if (plain.length > 0 && handed.length === 0) return []
  const reached = handed.length < plain.length ? ids.findIndex(({ id }) => id === plain[handed.length]) : most
  const drawn = ids.slice(0, reached).flatMap(({ id, canary }) => (canary ? [id] : []))
  const own = await canaryLeases(ctx, input, campaign, drawn)
  return [...handed, ...own, ...(await workLeases(ctx, input, campaign, drawn.slice(own.length)))]
}

async function count(ctx: Ctx, campaign: PaidCollection, given: number, newcomer: boolean): Promise<void> {
  if (given === 0) return
  await ctx.tx.execute(sql`update collection set leases_given = leases_given + ${given},
    newcomers_given = newcomers_given + ${newcomer ? given : 0}
    where pool_id = ${campaign.poolId} and campaign_id = ${campaign.campaignId}`)
}
