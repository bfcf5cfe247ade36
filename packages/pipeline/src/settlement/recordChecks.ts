import { onlinePosterior, uniformPosterior } from '@rowright/aggregate'
import type { Ctx } from '@rowright/db'
import { questionOf } from '@rowright/tasktype'
import { sql } from 'drizzle-orm'
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
 * Checks answers to ordinary tasks by what at least five others say, the labeler left out. [SET-8] Each other counts by
 * their accuracy in the last refit. A check of an answer that is decided counts in the labeler's open window.
 * @returns the labelers who got a check.
 */
export async function recordPeerChecks(ctx: Ctx, campaign: Campaign): Promise<string[]> {
  const classes = campaign.labels.map((label) => label.value)
  if (classes.length < 2) return []
  const { rows } = await ctx.tx.execute<{
    task_id: string
    said: { a: string; p: string; v: string; r: number | null; w: string | null; c: boolean }[]
  }>(sql`
    with last as (select id from refit where pool_id = ${campaign.poolId} and campaign_id = ${campaign.id}
      order by at desc, id desc limit 1)
    select n.task_id, jsonb_agg(jsonb_build_object('a', n.assignment_id, 'p', n.person_id, 'v', n.value,
        'r', k.accuracy_ppm, 'w', v.window_id, 'c', c.assignment_id is not null) order by n.assignment_id) as said
    from annotation n
    left join vesting v on v.pool_id = n.pool_id and v.assignment_id = n.assignment_id
    left join answer_check c on c.pool_id = n.pool_id and c.assignment_id = n.assignment_id
    left join skill k on k.pool_id = n.pool_id and k.refit_id = (select id from last) and k.person_id = n.person_id
    where n.pool_id = ${campaign.poolId} and n.campaign_id = ${campaign.id}
      and not exists (select 1 from gold g where g.pool_id = n.pool_id and g.task_id = n.task_id)
    group by n.task_id having count(*) > ${LEAST_OTHERS} and bool_or(v.window_id is not null and c.assignment_id is null)`)
  const made: { assignmentId: string; passed: boolean }[] = []
  const persons = new Set<string>()
  for (const { said } of rows) {
    for (const one of said) {
      if (one.w === null || one.c) continue
      const sure = othersSay(
        said.filter((other) => other.p !== one.p),
        classes,
      )
      if (sure === null) continue
      made.push({ assignmentId: one.a, passed: sure === one.v })
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

/** Without a refit nobody is known: a careful guess. */
const UNKNOWN_PPM = 700_000

/** The value that answers agree on, when they are enough and sure; else null. */
function othersSay(
  others: readonly { v: string; r: number | null }[],
  classes: readonly string[],
): string | null {
  if (others.length < LEAST_OTHERS) return null
  let posterior = uniformPosterior(classes.length)
  for (const { v, r } of others) {
    const label = classes.indexOf(v)
    if (label >= 0) posterior = onlinePosterior(posterior, label, (r ?? UNKNOWN_PPM) / 1_000_000)
  }
  const top = posterior.indexOf(Math.max(...posterior))
  return posterior[top]! >= SURE ? classes[top]! : null
}
