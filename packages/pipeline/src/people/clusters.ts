import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

/** The cluster of each person: who has the same one is probably the same human being. */
export async function clustersOf(ctx: Ctx, personIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await ctx.tx.execute<{ id: string; cluster_id: string }>(
    sql`select id, cluster_id from person where id = any(${sql.param([...new Set(personIds)])}::uuid[])`,
  )
  return new Map(rows.map((row) => [row.id, row.cluster_id]))
}

/** Joins the clusters of persons who turned out to belong together: all become the oldest one. [PEO-11] */
export async function joinClusters(ctx: Ctx, personIds: readonly string[]): Promise<void> {
  await ctx.tx.execute(sql`
    with mine as (select distinct cluster_id from person where id = any(${sql.param([...personIds])}::uuid[]))
    update person set cluster_id = (select min(cluster_id::text)::uuid from mine)
    where cluster_id in (select cluster_id from mine) and cluster_id <> (select min(cluster_id::text)::uuid from mine)`)
}
