import { betaInterval } from '@rowright/aggregate'
import type { Ctx } from '@rowright/db'
import { MEASURED_FROM, REVIEWER_FROM_PPM } from '@rowright/protocol'
import { sql } from 'drizzle-orm'

/** Votes that decide. [APP-5] */
export const SEATS = 3

/** Draws reviewers for the free seats of a panel. [APP-2] @returns how many were found. */
export async function drawPanel(
  ctx: Ctx,
  of: { poolId: string; appealId: string; personId: string; taskIds: readonly string[]; seats: number },
): Promise<number> {
  const { rows } = await ctx.tx.execute<{ id: string; cluster: string; checks: number; right: number }>(sql`
    with mine as (select cluster_id from person where id = ${of.personId}
        or id = (select requester_id from pool where id = ${of.poolId})),
    seated as (select p.id, p.cluster_id from panelist s join person p on p.id = s.person_id
      where s.pool_id = ${of.poolId} and s.appeal_id = ${of.appealId})
    select p.id, p.cluster_id as cluster, count(*)::int as checks, (count(*) filter (where c.passed))::int as right
    from answer_check c join person p on p.id = c.person_id
    where c.pool_id = ${of.poolId} and c.voided_at is null and p.closed_at is null and p.suspended_at is null
      and p.cluster_id not in (select cluster_id from mine) and p.cluster_id not in (select cluster_id from seated)
      and not exists (select 1 from bad_account b where b.pool_id = c.pool_id and b.person_id = p.id)
      and not exists (select 1 from annotation n where n.pool_id = c.pool_id and n.person_id = p.id
        and n.task_id = any(${sql.param([...of.taskIds])}::uuid[]))
    group by p.id having count(*) >= ${MEASURED_FROM} order by p.id`)
  const able = rows.filter(({ checks, right }) => isReviewer(checks, right))
  const drawn: string[] = []
  const clusters = new Set<string>()
  while (drawn.length < of.seats && able.length > 0) {
    const [one] = able.splice(Math.floor(ctx.random() * able.length), 1)
    if (clusters.has(one!.cluster)) continue
    clusters.add(one!.cluster)
    drawn.push(one!.id)
  }
  await ctx.tx.execute(sql`insert into panelist (pool_id, appeal_id, person_id, drawn_at)
    select ${of.poolId}, ${of.appealId}, id, ${ctx.now()} from unnest(${sql.param(drawn)}::uuid[]) as id on conflict do nothing`)
  return drawn.length
}

/** High skill, measured: at least 20 checks and a lower bound of 80 %. */
const isReviewer = (checks: number, right: number): boolean =>
  checks >= MEASURED_FROM &&
  Math.floor(betaInterval(1 + right, 1 + checks - right, 0.9).low * 1_000_000) >= REVIEWER_FROM_PPM
