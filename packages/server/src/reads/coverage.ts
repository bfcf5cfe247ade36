import type { Ctx } from '@rowright/db'
import { capsOf, clustersAtWork } from '@rowright/pipeline/labeling'
import { type Campaign, STRATA } from '@rowright/pipeline/pool'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type * as contract from '../overlapContract.ts'

type Row = { stratum: string; value: string; tasks: number; open: number; decided: number; answers: number }

/** Values of a stratum that a report names; the rarest beyond it are left out. */
const MOST_VALUES = 100

/** What of a campaign's items is being labeled, by stratum; how many answers tasks have; what gold is left. */
export async function coverageView(ctx: Ctx, campaign: Campaign): Promise<z.infer<typeof contract.coverage>> {
  const where = sql`t.pool_id = ${campaign.poolId} and t.campaign_id = ${campaign.id}`
  const { rows } = await ctx.tx.execute<Row>(sql`
    select s.key as stratum, s.value, count(*)::int as tasks, count(*) filter (where t.slots > 0)::int as open,
      count(*) filter (where exists (select 1 from result r where r.pool_id = t.pool_id and r.task_id = t.id))::int as decided,
      coalesce(sum(t.slots - t.open_slots), 0)::int as answers
    from task t join item i on i.pool_id = t.pool_id and i.id = t.item_id cross join jsonb_each_text(i.strata) s
    where ${where} and t.track = 'work' group by 1, 2 order by 3 desc, 2`)
  const { rows: overlaps } = await ctx.tx.execute<{ answers: number; tasks: number }>(sql`
    select t.slots - t.open_slots as answers, count(*)::int as tasks from task t where ${where} and t.track = 'work'
    group by 1 order by 1`)
  const { rows: gold } = await ctx.tx.execute<{
    answer: string | null
    tasks: number
    answers: number
    left: number
  }>(sql`
    select t.gold_class as answer, count(*)::int as tasks, sum(t.slots - t.open_slots)::int as answers,
      sum(t.open_slots)::int as left from task t where ${where} and t.track = 'gold' group by 1 order by 1`)
  // What quotas are shares of: all that have slots, also those that say nothing of a stratum.
  const { rows: base } = await ctx.tx.execute<{ open: number }>(
    sql`select count(*)::int as open from task t where ${where} and t.track = 'work' and t.slots > 0`,
  )
  const { open } = base[0]!
  const caps = await capsOf(ctx, campaign)
  const opened = overlaps.reduce((sum, one) => sum + one.tasks, 0)
  return {
    strata: STRATA.flatMap((stratum) => {
      const values = rows.filter((row) => row.stratum === stratum).slice(0, MOST_VALUES)
      if (values.length === 0) return []
      return [
        {
          stratum,
          values: values.map(({ stratum: _, ...row }) => ({
            ...row,
            sharePpm: open === 0 ? 0 : Math.round((row.open / open) * 1_000_000),
            mostTasks: caps.get(stratum)?.get(row.value) ?? null,
          })),
        },
      ]
    }),
    tasks: opened,
    answersPerTask: overlaps,
    gold,
    ...(await clustersAtWork(ctx, { poolId: campaign.poolId, campaignId: campaign.id })),
  }
}
