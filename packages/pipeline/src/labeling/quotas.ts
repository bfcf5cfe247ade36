import type { Ctx } from '@rowright/db'
import { type SQL, sql } from 'drizzle-orm'
import type { Campaign, Quota } from '../pool/index.ts'

/**
 * Which work tasks may have slots under the campaign's quotas, as a condition over task `t`. [LAB-17] In queue order,
 * of each value as many as fit: a value with at most x of the campaign gets at most x of the tasks that open.
 */
export async function withinQuotas(ctx: Ctx, campaign: Campaign): Promise<SQL> {
  if (campaign.quotas.length === 0) return sql`true`
  const caps = await capsOf(ctx, campaign)
  const conditions = [...new Set(campaign.quotas.map((quota) => quota.stratum))].map((stratum) => {
    const limits = JSON.stringify(Object.fromEntries(caps.get(stratum)!))
    return sql`select q.id from (select w.id, i.strata->>${stratum} as value,
        row_number() over (partition by i.strata->>${stratum} order by w.slots > 0 desc, w.shuffle, w.id) as place
      from task w join item i on i.pool_id = w.pool_id and i.id = w.item_id
      where w.pool_id = ${campaign.poolId} and w.campaign_id = ${campaign.id} and w.track = 'work' and w.aside_as is null) q
      where q.place > coalesce((${limits}::jsonb->>q.value)::int, q.place)`
  })
  return sql`(t.track <> 'work' or t.id not in (${sql.join(conditions, sql` union `)}))`
}

/** The cap of each value by stratum; values without a quota have none. */
export async function capsOf(ctx: Ctx, campaign: Campaign): Promise<Map<string, Map<string, number>>> {
  const caps = new Map<string, Map<string, number>>()
  for (const [stratum, quotas] of Map.groupBy(campaign.quotas, (quota) => quota.stratum)) {
    const { rows } = await ctx.tx.execute<{ value: string | null; n: number }>(sql`
      select i.strata->>${stratum} as value, count(*)::int as n from task t join item i on i.pool_id = t.pool_id and i.id = t.item_id
      where t.pool_id = ${campaign.poolId} and t.campaign_id = ${campaign.id} and t.track = 'work' and t.aside_as is null group by 1`)
    caps.set(
      stratum,
      tasksWithin(
        rows.map(({ value, n }) => ({ value, tasks: n })),
        quotas,
      ),
    )
  }
  return caps
}

/**
 * How many tasks of each value may open: the largest total T with sum of min(tasks, floor(x · T)) = T. [LAB-17]
 * Values without a quota, and tasks without a value, open all.
 */
export function tasksWithin(
  counts: readonly { value: string | null; tasks: number }[],
  quotas: readonly Quota[],
): Map<string, number> {
  const each = quotas.find((quota) => quota.value === null)?.maxPpm
  const shareOf = (value: string | null) =>
    value === null ? undefined : (quotas.find((quota) => quota.value === value)?.maxPpm ?? each)
  const opening = (total: number) =>
    counts.map(({ value, tasks }) => {
      const ppm = shareOf(value)
      return ppm === undefined ? tasks : Math.min(tasks, Math.floor((ppm * total) / 1_000_000))
    })
  const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0)
  let total = sum(counts.map(({ tasks }) => tasks))
  for (let next = sum(opening(total)); next < total; next = sum(opening(total))) total = next
  const open = opening(total)
  return new Map(
    counts.flatMap(({ value }, i) =>
      value === null || shareOf(value) === undefined ? [] : [[value, open[i]!]],
    ),
  )
}
