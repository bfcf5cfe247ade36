import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { isTrusted } from './credibility.ts'
import { LEASES_PER_HOUR, leasesAtOnce, newcomerFits } from './newcomers.ts'
import type { Node } from './nodes.ts'
import type { WhyNone } from './noneBecause.ts'
import type { PaidCollection } from './paidCollections.ts'
import { lockStanding } from './standings.ts'

/** How many leases the account may still take of a campaign, or why none. [CLT-8, CLT-26] */
export async function roomOf(
  ctx: Ctx,
  { node, network }: { node: Node; network: string },
  campaign: PaidCollection,
): Promise<{ most: number; trusted: boolean; newcomer: boolean } | WhyNone> {
  const standing = await lockStanding(ctx, campaign.poolId, node.personId)
  if (standing.dismissed) return 'no-lease/dismissed'
  const { rows } = await ctx.tx.execute<{ open: number; hour: number; waits: boolean }>(sql`
    select (select count(*)::int from lease where person_id = ${node.personId} and state in ('leased', 'committed')) as open,
      (select count(*)::int from lease where person_id = ${node.personId} and issued_at > ${ctx.now()}::timestamptz - interval '1 hour') as hour,
      exists (select 1 from network_cool_off where network = ${network} and until > ${ctx.now()}) as waits`)
  const { open, hour, waits } = rows[0]!
  const newcomer = !standing.wasTrusted
  if (newcomer && waits) return 'no-lease/network'
  if (newcomer && !newcomerFits(campaign.newcomersGiven, campaign.leasesGiven, campaign.hours))
    return 'no-lease/newcomers'
  if (hour >= LEASES_PER_HOUR) return 'no-lease/hour'
  const most = Math.min(leasesAtOnce(standing) - open, LEASES_PER_HOUR - hour)
  if (most <= 0) return 'no-lease/at-once'
  return { most, trusted: isTrusted(standing), newcomer }
}
