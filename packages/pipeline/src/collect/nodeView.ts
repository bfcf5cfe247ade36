import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import type { ClipState } from './clip.ts'
import type { Standing } from './credibility.ts'
import type { Node } from './nodes.ts'
import { type OpenCollection, openCollections } from './openCollections.ts'
import { standingOf } from './standings.ts'

const RECENT = 50

export interface NodeView {
  /** Base units, by whether it was earned today. */
  today: { pending: bigint; final: bigint }
  all: { pending: bigint; final: bigint }
  standing: Standing
  campaigns: OpenCollection[]
  clips: {
    clipId: string
    url: string
    state: Exclude<ClipState, 'permitted'>
    reason: string | null
    at: Date
  }[]
  recent: {
    leaseId: string
    url: string
    state: 'leased' | 'committed' | 'checking' | 'pass' | 'fail' | 'no-evidence' | 'returned'
    pay: bigint
    reason: string | null
    at: Date
  }[]
}

/** What a node may know of itself. Whether a lease was a witness's is not told. [CLT-25] */
export async function nodeView(ctx: Ctx, node: Node): Promise<NodeView> {
  const { rows: sums } = await ctx.tx.execute<{ state: string; all: string; today: string }>(sql`
    select state, sum(amount) as all, coalesce(sum(amount) filter (where since >= date_trunc('day', ${ctx.now()}::timestamptz)), 0) as today
    from lease_pay where person_id = ${node.personId} and state in ('pending', 'final') group by 1`)
  const sumOf = (state: string, of: 'all' | 'today') =>
    BigInt(sums.find((row) => row.state === state)?.[of] ?? 0)
  const { rows: clips } = await ctx.tx.execute<NodeView['clips'][number] & { at: string }>(sql`
    select id as "clipId", url, case state when 'permitted' then 'asking' else state end as state, reason, sent_at as at
    from clip where person_id = ${node.personId} order by sent_at desc, id limit ${RECENT}`)
  const campaigns = await openCollections(ctx, node.personId)
  const { rows: recent } = await ctx.tx.execute<{
    id: string
    url: string
    state: NodeView['recent'][number]['state']
    pay: string
    reason: string | null
    at: string
  }>(sql`
    select l.id, l.url, l.pay, k.reason, coalesce(k.revealed_at, l.committed_at, l.issued_at) as at,
      case when k.state in ('trusted', 'confirmed') then 'pass' when k.state = 'checking' then 'checking'
        when k.state = 'failed' then 'fail' when k.state in ('withdrawn', 'purged', 'no-evidence') then 'no-evidence'
        when l.state = 'revealed' then case p.state when 'forfeited' then 'fail' when 'pending' then 'pass' when 'final' then 'pass' else 'checking' end
        when l.state in ('returned', 'expired') then 'returned' else l.state end as state
    from lease l left join contribution k on k.pool_id = l.pool_id and k.lease_id = l.id
    left join lease_pay p on p.pool_id = l.pool_id and p.lease_id = l.id
    where l.node_id = ${node.id} order by l.issued_at desc, l.id limit ${RECENT}`)
  return {
    today: { pending: sumOf('pending', 'today'), final: sumOf('final', 'today') },
    all: { pending: sumOf('pending', 'all'), final: sumOf('final', 'all') },
    standing: await standingOf(ctx, campaigns[0]?.poolId ?? node.id, node.personId),
    campaigns,
    clips: clips.map((row) => ({ ...row, at: new Date(row.at) })),
    recent: recent.map((row) => ({
      leaseId: row.id,
      url: row.url,
      state: row.state,
      pay: BigInt(row.pay),
      reason: row.reason,
      at: new Date(row.at),
    })),
  }
}
