import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

interface InCampaign {
  poolId: string
  campaignId: string
}

/** Takes what labelers of a campaign staked ahead; it is the caller's to keep or to give back. [SET-12] */
export async function takeStakedAhead(
  ctx: Ctx,
  { poolId, campaignId }: InCampaign,
  personIds?: readonly string[],
): Promise<{ personId: string; amount: bigint }[]> {
  const only =
    personIds === undefined ? sql`true` : sql`person_id = any(${sql.param([...personIds])}::uuid[])`
  const { rows } = await ctx.tx.execute<{ person_id: string; staked: string }>(sql`
    with before as (select person_id, staked from standing where pool_id = ${poolId} and campaign_id = ${campaignId}
      and staked > 0 and ${only} order by person_id for update)
    update standing s set staked = 0 from before b where s.pool_id = ${poolId} and s.campaign_id = ${campaignId}
      and s.person_id = b.person_id returning b.person_id, b.staked`)
  return rows.map((row) => ({ personId: row.person_id, amount: BigInt(row.staked) }))
}

/** Decides whether a labeler may go on in a campaign; settlement is the one who asks. */
export async function setStanding(
  ctx: Ctx,
  input: InCampaign & { personId: string; eligible: 'yes' | 'failed-gold' | 'found-bad' },
): Promise<void> {
  await ctx.tx.execute(sql`
    insert into standing (pool_id, campaign_id, person_id, eligible)
    values (${input.poolId}, ${input.campaignId}, ${input.personId}, ${input.eligible})
    on conflict (pool_id, campaign_id, person_id) do update set eligible = excluded.eligible`)
}

/** Writes what an answer of a labeler is paid, as a share of the price in ppm; settlement measures it. [SET-22] */
export async function setMultiplier(
  ctx: Ctx,
  input: InCampaign & { personId: string; multiplierPpm: number },
): Promise<void> {
  await ctx.tx.execute(sql`update standing set multiplier_ppm = ${input.multiplierPpm}
    where pool_id = ${input.poolId} and campaign_id = ${input.campaignId} and person_id = ${input.personId}
      and multiplier_ppm <> ${input.multiplierPpm}`)
}

/** Says who the reviewers of a campaign are; nobody else is any longer. [LAB-18] */
export async function setReviewers(
  ctx: Ctx,
  { poolId, campaignId }: InCampaign,
  personIds: readonly string[],
): Promise<void> {
  await ctx.tx.execute(sql`
    update standing set reviewer = not reviewer where pool_id = ${poolId} and campaign_id = ${campaignId}
      and reviewer <> (person_id = any(${sql.param([...personIds])}::uuid[]))`)
}

/** Who the reviewers of a campaign are and may go on. */
export async function reviewersOf(ctx: Ctx, { poolId, campaignId }: InCampaign): Promise<string[]> {
  const { rows } = await ctx.tx.execute<{ person_id: string }>(sql`
    select person_id from standing where pool_id = ${poolId} and campaign_id = ${campaignId}
      and reviewer and not capped and eligible = 'yes'`)
  return rows.map((row) => row.person_id)
}

/** Most of a campaign's planned answers that one cluster gives. */
const MOST_PPM = 200_000
/** A cluster may give so many answers of any campaign: nobody's share is judged on a handful. */
const FREE_ANSWERS = 200
/** With fewer clusters at work, shares of a fifth do not add up to the campaign: it would stand still. */
const FEWEST_CLUSTERS = 5

/**
 * Whether several accounts that are probably one have a fifth of a campaign's planned answers, one at least. [LAB-19] They
 * take turns, and what the others hold counts as given, so it is never more. Who has one account is a labeler like any
 * other: `refreshCaps`.
 */
export async function shareReached(
  ctx: Ctx,
  of: InCampaign & { accounts: number; given: number },
): Promise<boolean> {
  if (of.accounts < 2 || of.given < 1) return false
  const { rows } = await ctx.tx.execute<{ planned: string }>(
    sql`select coalesce(sum(slots), 0) as planned from task where pool_id = ${of.poolId} and campaign_id = ${of.campaignId}`,
  )
  return BigInt(of.given) >= (BigInt(rows[0]!.planned) * BigInt(MOST_PPM)) / 1_000_000n
}

/** Clusters that have answered in a campaign, and those of them that have their share. [LAB-19] */
export async function clustersAtWork(
  ctx: Ctx,
  { poolId, campaignId }: InCampaign,
): Promise<{ clusters: number; capped: number }> {
  const { rows } = await ctx.tx.execute<{ clusters: number; capped: number }>(sql`
    with cluster as (select p.cluster_id, bool_or(s.capped) as capped, sum(s.answered) as answered,
        (select count(*) from person m where m.cluster_id = p.cluster_id and m.closed_into is null) as accounts
      from standing s join person p on p.id = s.person_id
      where s.pool_id = ${poolId} and s.campaign_id = ${campaignId} and s.answered > 0 group by 1),
    planned as (select coalesce(sum(slots), 0) as n from task where pool_id = ${poolId} and campaign_id = ${campaignId})
    select count(*)::int as clusters, (count(*) filter (where capped
      or (accounts > 1 and cluster.answered >= planned.n * ${MOST_PPM}::bigint / 1000000)))::int as capped from cluster, planned`)
  return rows[0]!
}

/**
 * Says which labelers are at their cluster's share of a campaign. [LAB-19] The share is of the answers that are planned
 * (all slots there are), so that whoever comes first is not stopped for being first. @returns how many changed.
 */
export async function refreshCaps(ctx: Ctx, { poolId, campaignId }: InCampaign): Promise<number> {
  const { rowCount } = await ctx.tx.execute(sql`
    with mine as (select s.person_id, p.cluster_id, s.answered from standing s join person p on p.id = s.person_id
        where s.pool_id = ${poolId} and s.campaign_id = ${campaignId}),
    planned as (select coalesce(sum(slots), 0) as n from task where pool_id = ${poolId} and campaign_id = ${campaignId}),
    cluster as (select cluster_id, sum(answered) as answered from mine group by cluster_id),
    full_ones as (select cluster_id from cluster, planned
      where (select count(*) from cluster where answered > 0) >= ${FEWEST_CLUSTERS}
        and cluster.answered >= greatest(${FREE_ANSWERS}::bigint, planned.n * ${MOST_PPM}::bigint / 1000000))
    update standing s set capped = not s.capped from mine
    where s.pool_id = ${poolId} and s.campaign_id = ${campaignId} and s.person_id = mine.person_id
      and s.capped <> (mine.cluster_id in (select cluster_id from full_ones))`)
  return rowCount ?? 0
}
