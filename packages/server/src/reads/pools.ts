import { type Ctx, inTurn } from '@rowright/db'
import { measure } from '@rowright/pipeline/consensus'
import { type Campaign, type ChainTerms, chainTermsOf, type Pool } from '@rowright/pipeline/pool'
import { appealSecondsOf } from '@rowright/pipeline/settlement'
import { hashJson, uuidToBytes32 } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type * as contract from '../contract.ts'

type PoolRow = {
  id: string
  requester_name: string | null
  campaigns: string
  tasks: string
  results: string
  labelers: string
  releases: string
  revenue: string
  judged: number
  rejected: number
  appealed: number
  reversed: number
}

/** What is hashed into `DataPools.createPool`: enough to see that the chain entry means this pool. */
export const poolMetadataHash = (pool: Pool): `0x${string}` =>
  `0x${hashJson({ id: pool.id, name: pool.name, termsHash: pool.termsHash, rowSplitPpm: pool.rowSplitPpm })}`

/** Pools as pages show them. */
export async function poolViews(
  ctx: Ctx,
  pools: Pool[],
  viewer: string | null,
): Promise<z.infer<typeof contract.pool>[]> {
  if (pools.length === 0) return []
  const { rows } = await ctx.tx.execute<PoolRow>(sql`
    select p.id, r.name as requester_name,
      (select count(*) from campaign c where c.pool_id = p.id) as campaigns,
      (select count(*) from task t where t.pool_id = p.id and t.track <> 'practice') as tasks,
      (select count(distinct task_id) from result x where x.pool_id = p.id) as results,
      (select count(distinct person_id) from standing s where s.pool_id = p.id and s.answered > 0) as labelers,
      (select count(*) from release e where e.pool_id = p.id) as releases,
      (select coalesce(sum(price), 0) from license l where l.pool_id = p.id and l.orphaned_at is null) as revenue,
      (select count(*)::int from verdict v where v.pool_id = p.id) as judged,
      (select count(*)::int from verdict v where v.pool_id = p.id and v.decision = 'rejected') as rejected,
      (select count(*)::int from appeal a where a.pool_id = p.id) as appealed,
      (select count(*)::int from appeal a where a.pool_id = p.id and a.state = 'reversed') as reversed
    from pool p join person r on r.id = p.requester_id where p.id = any(${sql.param(pools.map((pool) => pool.id))}::uuid[])`)
  const onChain = await chainTermsOf(
    ctx,
    pools.map((pool) => pool.id),
  )
  const stats = new Map(rows.map((row) => [row.id, row]))
  return inTurn(pools, async (pool) => {
    const row = stats.get(pool.id)!
    const quality = await measure(ctx, pool.id)
    return {
      id: pool.id,
      name: pool.name,
      description: pool.description,
      status: pool.closedAt ? ('closed' as const) : pool.chainPoolId ? ('open' as const) : ('draft' as const),
      chainPoolId: pool.chainPoolId,
      chainSalt: uuidToBytes32(pool.id),
      metadataHash: poolMetadataHash(pool),
      treasuryBps: onChain.get(pool.id)?.treasuryBps ?? pool.treasuryBps,
      pendingChange: pendingView(onChain.get(pool.id)),
      requester: { id: pool.requesterId, name: row.requester_name },
      terms: { ...pool.terms, hash: pool.termsHash },
      rowSplitPpm: pool.rowSplitPpm,
      mine: pool.requesterId === viewer,
      stats: {
        campaigns: Number(row.campaigns),
        tasks: Number(row.tasks),
        results: Number(row.results),
        labelers: Number(row.labelers),
        releases: Number(row.releases),
        revenue: row.revenue,
        meanConfidencePpm: quality.meanConfidencePpm,
        alphaPpm: quality.alphaPpm,
        judged: row.judged,
        rejected: row.rejected,
        appealed: row.appealed,
        reversed: row.reversed,
      },
      createdAt: pool.createdAt.toISOString(),
    }
  })
}

const pendingView = (terms: ChainTerms | undefined) =>
  terms?.pending ? { ...terms.pending, availableAt: terms.pending.availableAt.toISOString() } : null

/** A campaign as its requester sees it. */
export function campaignView(
  campaign: Campaign,
  poolName: string,
  funded: bigint,
): z.infer<typeof contract.campaign> {
  return {
    id: campaign.id,
    poolId: campaign.poolId,
    poolName,
    name: campaign.name,
    guidelines: campaign.guidelines,
    taskType: campaign.taskType,
    schema: campaign.schema as Record<string, unknown>,
    labels: campaign.labels,
    price: String(campaign.price),
    stake: String(campaign.stake),
    overlap: campaign.overlap,
    overlapMin: campaign.overlapMin,
    targetConfidencePpm: campaign.targetConfidencePpm,
    reviewSlots: campaign.reviewSlots,
    quotas: campaign.quotas,
    goldRatePpm: campaign.goldRatePpm,
    assignment: campaign.assignment,
    leaseSeconds: campaign.leaseSeconds,
    holdSeconds: campaign.holdSeconds,
    appealSeconds: appealSecondsOf(campaign),
    windowChecks: campaign.windowChecks,
    windowFailAt: campaign.windowFailAt,
    status: campaign.status,
    settled: campaign.settledAt !== null,
    funded: String(funded),
    committed: String(campaign.committed),
    createdAt: campaign.createdAt.toISOString(),
  }
}

/** Open campaigns that a person can join, with how many free slots there are and what they did already. */
export async function campaignCards(
  ctx: Ctx,
  personId: string | null,
): Promise<z.infer<typeof contract.campaignCard>[]> {
  const { rows } = await ctx.tx.execute<{
    id: string
    pool_id: string
    pool_name: string
    name: string
    guidelines: string
    price: string
    stake: string
    labels: { value: string; label: string }[]
    task_type: string
    schema: Record<string, unknown>
    open_slots: string
    mine: string
    consent_given: boolean
  }>(sql`
    select c.id, c.pool_id, p.name as pool_name, c.name, c.guidelines, c.price, c.stake, c.labels, c.task_type, c.schema,
      coalesce((select sum(open_slots) from task t where t.pool_id = c.pool_id and t.campaign_id = c.id and open_slots > 0), 0) as open_slots,
      coalesce((select answered from standing s where s.pool_id = c.pool_id and s.campaign_id = c.id and s.person_id = ${personId}), 0) as mine,
      exists (select 1 from consent n where n.pool_id = c.pool_id and n.person_id = ${personId} and n.expires_at > now()
        and not exists (select 1 from revocation r where r.pool_id = n.pool_id and r.consent_id = n.id)) as consent_given
    from campaign c join pool p on p.id = c.pool_id
    where c.status = 'open' and c.task_type <> 'collect' and (c.assignment = 'open' or exists (
      select 1 from assignment_list l where l.pool_id = c.pool_id and l.campaign_id = c.id and l.person_id = ${personId}))
    order by c.created_at limit 100`)
  return rows.map((row) => ({
    id: row.id,
    poolId: row.pool_id,
    poolName: row.pool_name,
    name: row.name,
    guidelines: row.guidelines,
    price: row.price,
    stake: row.stake,
    taskType: row.task_type,
    schema: row.schema,
    labels: row.labels,
    openSlots: Number(row.open_slots),
    mine: Number(row.mine),
    consentGiven: row.consent_given,
  }))
}
