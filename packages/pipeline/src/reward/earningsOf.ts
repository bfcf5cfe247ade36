import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { activeEpoch } from './proofsOf.ts'

/** What a person earned, in base units; times as dates. */
export interface Earnings {
  pools: PoolEarnings[]
  /** In the active root, and not claimed. */
  claimable: bigint
  /** In a tree that is not active yet. */
  pending: bigint
  paid: bigint
  lastEpochAt: Date | null
  cashOuts: {
    id: string
    amount: bigint
    status: 'queued' | 'sent' | 'paid' | 'failed'
    transaction: string | null
    at: Date
  }[]
}

export interface PoolEarnings {
  poolId: string
  poolName: string
  /** Submitted, not judged yet. */
  undecided: bigint
  points: bigint
  staked: bigint
  keep: bigint
  /** In an epoch, waiting for an address. */
  escrowed: bigint
  accepted: number
  rejected: number
  revenue: bigint
}

/** The person and everybody folded into them. */
const mine = (personId: string) => sql`mine as (
  select id from person where id = ${personId}
  union select p.id from person p join mine m on p.closed_into = m.id)`

/** What a person earned in each pool, and what has come of it. Includes persons folded into them. */
export async function earningsOf(ctx: Ctx, personId: string): Promise<Earnings> {
  const active = (await activeEpoch(ctx))?.number ?? 0
  const { rows: totals } = await ctx.tx.execute<{
    claimable: string
    pending: string
    paid: string
    last: string | null
  }>(sql`
    with recursive ${mine(personId)}
    select coalesce(sum(amount) filter (where claimed_in is null and entered_epoch <= ${active}), 0) as claimable,
      coalesce(sum(amount) filter (where claimed_in is null and entered_epoch > ${active}), 0) as pending,
      coalesce(sum(amount) filter (where claimed_in is not null), 0) as paid,
      (select max(closed_at) from epoch) as last
    from entitlement where person_id in (select id from mine)`)
  const { rows: cashOuts } = await ctx.tx.execute<{
    id: string
    amount: string
    status: Earnings['cashOuts'][number]['status']
    transaction: string | null
    requested_at: string
  }>(sql`with recursive ${mine(personId)} select id, amount, status, transaction, requested_at from cash_out
    where person_id in (select id from mine) order by requested_at desc limit 100`)
  const total = totals[0]!
  return {
    pools: await perPool(ctx, personId),
    claimable: BigInt(total.claimable),
    pending: BigInt(total.pending),
    paid: BigInt(total.paid),
    lastEpochAt: total.last === null ? null : new Date(total.last),
    cashOuts: cashOuts.map((row) => ({
      id: row.id,
      amount: BigInt(row.amount),
      status: row.status,
      transaction: row.transaction,
      at: new Date(row.requested_at),
    })),
  }
}

async function perPool(ctx: Ctx, personId: string): Promise<PoolEarnings[]> {
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    name: string
    undecided: string
    points: string
    staked: string
    keep: string
    escrowed: string
    accepted: number
    rejected: number
    revenue: string
  }>(sql`
    with recursive ${mine(personId)},
    work as (select a.pool_id, sum(a.price) filter (where v.decision is null) as undecided,
        count(*) filter (where v.decision = 'accepted') as accepted, count(*) filter (where v.decision = 'rejected') as rejected
      from assignment a left join verdict v on v.pool_id = a.pool_id and v.assignment_id = a.id
      where a.person_id in (select id from mine) and a.state = 'submitted' group by 1),
    held as (select pool_id, sum(amount) filter (where starts_with(account, 'points:')) as points,
        sum(amount) filter (where starts_with(account, 'stake:')) as staked
      from balance where account in (select 'points:' || id from mine union all select 'stake:' || id from mine) group by 1),
    kept as (select pool_id, amount as keep from keep where person_id = ${personId}),
    owed as (select pool_id, sum(amount) filter (where entered_epoch is null) as escrowed,
        sum(amount) filter (where kind = 'revenue') as revenue
      from entitlement where person_id in (select id from mine) group by 1)
    select p.id as pool_id, p.name, coalesce(undecided, 0) as undecided, coalesce(points, 0) as points,
      coalesce(staked, 0) as staked, coalesce(keep, 0) as keep, coalesce(escrowed, 0) as escrowed,
      coalesce(accepted, 0)::int as accepted, coalesce(rejected, 0)::int as rejected, coalesce(revenue, 0) as revenue
    from (select pool_id from work union select pool_id from held union select pool_id from owed) one
    join pool p on p.id = one.pool_id left join work using (pool_id) left join held using (pool_id)
    left join kept using (pool_id) left join owed using (pool_id)
    order by p.name, p.id`)
  return rows.map((row) => ({
    poolId: row.pool_id,
    poolName: row.name,
    undecided: BigInt(row.undecided),
    points: BigInt(row.points),
    staked: BigInt(row.staked),
    keep: BigInt(row.keep),
    escrowed: BigInt(row.escrowed),
    accepted: row.accepted,
    rejected: row.rejected,
    revenue: BigInt(row.revenue),
  }))
}
