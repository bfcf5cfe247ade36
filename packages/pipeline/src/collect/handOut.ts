import type { Ctx } from '@rowright/db'
import { REQUESTS_OF_FIRST_LEASE } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import { lease } from './contribution.sql.ts'
import { type Known, unchangedPayOf } from './known.ts'
import type { LeaseRow } from './leaseBody.ts'
import type { Node } from './nodes.ts'
import type { PaidCollection } from './paidCollections.ts'

/** Who asks, and for pages of which hosts. */
export interface Asking {
  node: Node
  /** Salted hash of the /24 or /48 that asks. */
  network: string
  requestId: string
  hosts?: string[]
  exceptHosts?: string[]
}

/** A page that gets a lease. */
export interface LeasedPage {
  leaseId: string
  urlId: string
  url: string
  known: Known | null
}

/** A lease names its moment: pages of one host are handed out for the next minute, one delay apart. */
const AHEAD_SECONDS = 60
const LEASE_SECONDS = 300

export const ahead = (ctx: Ctx) => new Date(ctx.now().getTime() + AHEAD_SECONDS * 1_000)

/** Whether a host `h` may be asked within the next minute, and is wanted. */
export const isFree = (ctx: Ctx, { hosts, exceptHosts = [] }: Asking) => sql`
  h.taken_down_at is null and h.next_at <= ${ahead(ctx)} and (${hosts === undefined} or h.name = any(${sql.param(hosts ?? [])}::text[]))
  and not exists (select 1 from unnest(${sql.param(exceptHosts)}::text[]) as b(host) where h.name = b.host or h.name like '%.' || b.host)`

/**
 * Writes leases of one host, each as late as the turns before it take; the host's row is locked by the caller. A node's
 * first lease of a host in a day takes more turns: its site files are asked for besides the page. [CLT-24, NOD-4]
 */
export async function handOut(
  ctx: Ctx,
  { node, network, requestId }: Asking,
  campaign: PaidCollection,
  host: string,
  of: { kind: LeaseRow['kind']; ofLease?: string },
  pages: readonly LeasedPage[],
): Promise<LeaseRow[]> {
  if (pages.length === 0) return []
  const { poolId, campaignId, price: pay, maxBytes } = campaign
  const { rows } = await ctx.tx.execute<{ at: string; delay: number; first: number }>(sql`
    with mine as (select case when exists (select 1 from lease where node_id = ${node.id} and hosts ->> 0 = ${host}
      and state <> 'expired' and issued_at > ${ctx.now()}::timestamptz - interval '23 hours') then 1 else ${REQUESTS_OF_FIRST_LEASE}::int end as first)
    update host set next_at = greatest(next_at, ${ctx.now()}) + make_interval(secs => delay_seconds * (first + ${pages.length - 1}::int)) from mine
    where name = ${host} returning (extract(epoch from next_at) * 1000 - delay_seconds * 1000 * (first + ${pages.length - 1}::int))::text as at,
      delay_seconds as delay, first`)
  const { at, delay, first } = rows[0]!
  const others = campaign.hosts.filter((other) => other !== host).slice(0, 9)
  return ctx.tx
    .insert(lease)
    .values(
      pages.map(({ leaseId: id, urlId, url, known }, place) => {
        const before = place === 0 ? 0 : first + place - 1
        const notBefore = new Date(Math.ceil(Number(at)) + before * delay * 1_000)
        return {
          ...{ poolId, campaignId, id, urlId, url, pay, maxBytes, network, requestId, ...of, ...known },
          ...{ nodeId: node.id, nodeKey: node.publicKey, personId: node.personId },
          hosts: [host, ...others],
          unchangedPay: known ? unchangedPayOf(pay) : null,
          delaySeconds: delay,
          turns: place === 0 ? first : 1,
          state: 'leased' as const,
          issuedAt: ctx.now(),
          notBefore,
          notAfter: new Date(notBefore.getTime() + LEASE_SECONDS * 1_000),
        }
      }),
    )
    .returning()
}
