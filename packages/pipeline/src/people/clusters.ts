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

/**
 * Takes two persons for one because of how they act. [PEO-13] Once a steward has said that they are not, they are not
 * any more, whatever is seen of them later. @returns whether they are one now.
 */
export async function linkPersons(
  ctx: Ctx,
  input: { persons: readonly [string, string]; kind: 'same-hands' },
): Promise<boolean> {
  const [first, second] = input.persons.toSorted()
  const { rows } = await ctx.tx.execute<{ ended: boolean }>(sql`
    insert into person_link (first, second, kind, at) values (${first}, ${second}, ${input.kind}, ${ctx.now()})
    on conflict (first, second, kind) do update set kind = excluded.kind returning ended_at is not null as ended`)
  if (rows[0]!.ended) return false
  await joinClusters(ctx, input.persons)
  return true
}

/** Says of persons whether how they act makes them one, by a steward's word; what else joins them goes on. [PEO-13] */
export async function setApart(
  ctx: Ctx,
  input: { persons: readonly string[]; apart: boolean },
): Promise<void> {
  const persons = sql`${sql.param([...input.persons])}::uuid[]`
  const { rowCount } = await ctx.tx.execute(sql`
    update person_link set ended_at = ${input.apart ? ctx.now() : null}
    where first = any(${persons}) and second = any(${persons}) and (ended_at is null) = ${input.apart}`)
  if (rowCount === 0) return
  if (input.apart) await regroup(ctx, input.persons)
  else await joinClusters(ctx, input.persons)
}

/** Gives everybody of these persons' clusters the cluster that device, folding and links that hold make of them. */
async function regroup(ctx: Ctx, personIds: readonly string[]): Promise<void> {
  await ctx.tx.execute(sql`
    with recursive members as (select id from person where cluster_id in
        (select cluster_id from person where id = any(${sql.param([...personIds])}::uuid[]))),
    edges(one, other) as (
      select a.person_id, b.person_id from device a join device b on b.public_key = a.public_key and b.person_id <> a.person_id
        where a.person_id in (select id from members)
      union select id, closed_into from person where id in (select id from members) and closed_into is not null
      union select closed_into, id from person where id in (select id from members) and closed_into is not null
      union select first, second from person_link where first in (select id from members) and ended_at is null
      union select second, first from person_link where second in (select id from members) and ended_at is null),
    reach(start, id) as (select id, id from members union select r.start, e.other from reach r join edges e on e.one = r.id)
    update person p set cluster_id = found.cluster from
      (select start, min(id::text)::uuid as cluster from reach group by start) found
    where p.id = found.start and p.cluster_id <> found.cluster`)
}
