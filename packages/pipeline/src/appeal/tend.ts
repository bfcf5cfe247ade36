import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { caseTasks, decideAppealed } from '../settlement/index.ts'
import { DECIDE_HOURS } from './open.ts'
import { drawPanel, SEATS } from './panel.ts'
import { close } from './vote.ts'

/** Open appeals whose time is up, or whose seats wait for votes longer than a third of it. [APP-6] */
export async function dueAppeals(ctx: Ctx): Promise<{ poolId: string; appealId: string }[]> {
  const { rows } = await ctx.tx.execute<{ poolId: string; appealId: string }>(sql`
    select a.pool_id as "poolId", a.id as "appealId" from appeal a
    where a.state = 'open' and (a.decide_by <= ${ctx.now()} or ${SEATS} > (select count(*) from panelist p
      where p.pool_id = a.pool_id and p.appeal_id = a.id and (p.voted_at is not null or p.drawn_at > ${lateFrom(ctx)})))
    order by a.decide_by, a.id limit 100`)
  return rows
}

const lateFrom = (ctx: Ctx) => new Date(ctx.now().getTime() - (DECIDE_HOURS * 3_600_000) / 3)

/** Accepts by silence, or gives late seats to others. [APP-6] @returns 1 when something was done. */
export async function tend(ctx: Ctx, input: { poolId: string; appealId: string }): Promise<number> {
  const { rows } = await ctx.tx.execute<{ window_id: string; person_id: string; decide_by: string }>(sql`
    select window_id, person_id, decide_by from appeal
    where pool_id = ${input.poolId} and id = ${input.appealId} and state = 'open' for update`)
  const found = rows[0]
  if (!found) return 0
  if (new Date(found.decide_by) <= ctx.now()) {
    const of = {
      poolId: input.poolId,
      windowId: found.window_id,
      void: [],
      shared: [],
      by: 'silence' as const,
    }
    await close(ctx, input, await decideAppealed(ctx, of), 'silence')
    return 1
  }
  const { rows: seats } = await ctx.tx.execute<{ n: number }>(sql`select count(*)::int as n from panelist
    where pool_id = ${input.poolId} and appeal_id = ${input.appealId}
      and (voted_at is not null or drawn_at > ${lateFrom(ctx)})`)
  return drawPanel(ctx, {
    ...input,
    personId: found.person_id,
    taskIds: await caseTasks(ctx, input.poolId, found.window_id),
    seats: SEATS - seats[0]!.n,
  })
}
