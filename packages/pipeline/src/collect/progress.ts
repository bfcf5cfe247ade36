import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import type { contribution } from './contribution.sql.ts'
import type { frontierUrl } from './frontier.sql.ts'

type PageState = (typeof frontierUrl.$inferSelect)['state']
type ContributionState = (typeof contribution.$inferSelect)['state']

/** Where a collection's pages stand, what came of what nodes brought, and its pay. [CLT-74] */
export interface CollectionProgress {
  documents: number | null
  /** Documents that list pages, as its requester named them. */
  seeds: number
  pages: Partial<Record<PageState, number>>
  /** Pages that wait to be fetched once more. */
  again: number
  /** Pages that were refused or given up, by the signal that refuses, or else by the reason that a node gave. */
  refused: Record<string, number>
  contributions: Partial<Record<ContributionState, number>>
  /** Accounts that brought something. */
  people: number
  items: number
  /** Base units: held until it is final, and final. */
  pending: bigint
  final: bigint
}

type Row = Omit<CollectionProgress, 'pending' | 'final'> & { pending: string; final: string }

/** How far a collection is. Canaries are no pages of it. [CLT-74] */
export async function progressOf(
  ctx: Ctx,
  { poolId, campaignId }: { poolId: string; campaignId: string },
): Promise<CollectionProgress> {
  const here = sql`pool_id = ${poolId} and campaign_id = ${campaignId}`
  const { rows } = await ctx.tx.execute<Row & Record<string, unknown>>(sql`
    with pages as (select id, state, seen_at from frontier_url where ${here}),
    brought as (select state, person_id, item_id from contribution where ${here} and not canary),
    given_up as (select distinct on (p.id) coalesce(
        jsonb_path_query_first(l.returned, '$.decision.evidence[*] ? (@.stance == "refuses").signal') #>> '{}',
        l.returned ->> 'reason', 'unused') as why
      from pages p left join lease l on l.pool_id = ${poolId} and l.campaign_id = ${campaignId} and l.url_id = p.id and l.state = 'returned'
      where p.state in ('refused', 'gone') order by p.id, l.issued_at desc nulls last)
    select c.documents, (select count(*)::int from seed where ${here} and id = root_id) as seeds,
      (select coalesce(jsonb_object_agg(state, n), '{}') from (select state, count(*) as n from pages group by 1) x) as pages,
      (select count(*)::int from pages where state = 'waiting' and seen_at is not null) as again,
      (select coalesce(jsonb_object_agg(why, n), '{}') from (select why, count(*) as n from given_up group by 1) x) as refused,
      (select coalesce(jsonb_object_agg(state, n), '{}') from (select state, count(*) as n from brought group by 1) x) as contributions,
      (select count(distinct person_id)::int from brought) as people,
      (select count(item_id)::int from brought) as items,
      (select coalesce(sum(amount) filter (where state = 'pending'), 0) from lease_pay where ${here}) as pending,
      (select coalesce(sum(amount) filter (where state = 'final'), 0) from lease_pay where ${here}) as final
    from collection c where c.pool_id = ${poolId} and c.campaign_id = ${campaignId}`)
  const { pending, final, ...counts } = rows[0]!
  return { ...counts, pending: BigInt(pending), final: BigInt(final) }
}
