import type { Ctx } from '@rowright/db'
import { questionOf } from '@rowright/tasktype'
import { sql } from 'drizzle-orm'
import { believe, lastVoices, type Said } from '../consensus/index.ts'
import type { Campaign } from '../pool/index.ts'

/** Others whose answers an ordinary task needs to check somebody. [SET-8] */
const LEAST_OTHERS = 5
/** Posterior of the others' value from which it checks somebody. */
const SURE = 0.995

/** Checks the answers of a window against control tasks. [SET-8] An answer is checked once; its task type compares. */
export async function recordGoldChecks(ctx: Ctx, campaign: Campaign, windowId: string): Promise<void> {
  const { type, schema } = questionOf(campaign)
  const { rows } = await ctx.tx.execute<{ assignment_id: string; value: string; answer: string }>(sql`
    select v.assignment_id, n.value, g.answer
    from vesting v join gold g on g.pool_id = v.pool_id and g.task_id = v.task_id
    join annotation n on n.pool_id = v.pool_id and n.assignment_id = v.assignment_id
    where v.pool_id = ${campaign.poolId} and v.window_id = ${windowId} and g.suspended_at is null
      and n.submitted_at >= coalesce(g.since, '-infinity')
      and not exists (select 1 from answer_check c where c.pool_id = v.pool_id and c.assignment_id = v.assignment_id)`)
  const made = rows.map(({ assignment_id, value, answer }) => ({
    assignmentId: assignment_id,
    passed: type.agrees(schema, value, answer),
  }))
  if (made.length === 0) return
  await ctx.tx.execute(sql`
    insert into answer_check (pool_id, assignment_id, window_id, campaign_id, person_id, task_id, gold, passed, at)
    select v.pool_id, v.assignment_id, v.window_id, v.campaign_id, v.person_id, v.task_id, true, m.passed, n.submitted_at
    from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as m("assignmentId" uuid, passed boolean)
    join vesting v on v.pool_id = ${campaign.poolId} and v.assignment_id = m."assignmentId"
    join annotation n on n.pool_id = v.pool_id and n.assignment_id = v.assignment_id
    on conflict do nothing`)
}

/**
 * Checks answers to ordinary tasks by what at least five others say, the labeler left out. [SET-8] Each other counts as
 * the last refit left them: not at all, once with their copying group (never for one of it), or by their accuracy.
 * What they say, and whether an answer agrees, is the task type's word. A check of an answer that is decided counts in the labeler's open window.
 * @returns the labelers who got a check.
 */
export async function recordPeerChecks(ctx: Ctx, campaign: Campaign): Promise<string[]> {
  const { type, schema } = questionOf(campaign)
  const voiceOf = await lastVoices(ctx, campaign.poolId, campaign.id)
  const { rows } = await ctx.tx.execute<{
    task_id: string
    said: { a: string; p: string; v: string; w: string | null; c: boolean }[]
  }>(sql`
    select n.task_id, jsonb_agg(jsonb_build_object('a', n.assignment_id, 'p', n.person_id, 'v', n.value,
        'w', v.window_id, 'c', c.assignment_id is not null) order by n.assignment_id) as said
    from annotation n
    left join vesting v on v.pool_id = n.pool_id and v.assignment_id = n.assignment_id
    left join answer_check c on c.pool_id = n.pool_id and c.assignment_id = n.assignment_id
    where n.pool_id = ${campaign.poolId} and n.campaign_id = ${campaign.id}
      and not exists (select 1 from gold g where g.pool_id = n.pool_id and g.task_id = n.task_id)
    group by n.task_id having count(*) > ${LEAST_OTHERS} and bool_or(v.window_id is not null and c.assignment_id is null)`)
  const made: { assignmentId: string; passed: boolean }[] = []
  const persons = new Set<string>()
  for (const { said } of rows) {
    for (const one of said) {
      if (one.w === null || one.c) continue
      const own = voiceOf(one.p)?.name ?? one.p
      const others = said.flatMap(({ p, v }): Said[] => (voiceOf(p)?.name === own ? [] : [[p, v]]))
      const belief = believe(others, campaign, voiceOf)
      if (belief === null || belief.answers < LEAST_OTHERS || belief.confidence < SURE) continue
      made.push({ assignmentId: one.a, passed: type.agrees(schema, one.v, belief.value) })
      persons.add(one.p)
    }
  }
  await ctx.tx.execute(sql`
    insert into answer_check (pool_id, assignment_id, window_id, campaign_id, person_id, task_id, gold, passed, at)
    select v.pool_id, v.assignment_id, coalesce(o.id, v.window_id), v.campaign_id, v.person_id, v.task_id, false, m.passed, ${ctx.now()}
    from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as m("assignmentId" uuid, passed boolean)
    join vesting v on v.pool_id = ${campaign.poolId} and v.assignment_id = m."assignmentId"
    left join pay_window o on o.pool_id = v.pool_id and o.campaign_id = v.campaign_id and o.person_id = v.person_id and o.state = 'open'
    on conflict do nothing`)
  return [...persons]
}
