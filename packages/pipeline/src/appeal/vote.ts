import type { Ctx } from '@rowright/db'
import { RowrightError } from '@rowright/protocol'
import { questionOf } from '@rowright/tasktype'
import { sql } from 'drizzle-orm'
import type { Label } from '../pool/index.ts'
import { caseTasks, decideAppealed } from '../settlement/index.ts'
import { decided, notOnPanel, unanswered, votedAlready } from './errors.ts'
import { SEATS } from './panel.ts'

/** Votes of three that make a known answer stand. */
const STANDS = 2

/**
 * A panelist's answers to all tasks of a case; the third vote decides it. [APP-3..APP-5]
 * @throws RowrightError `appeal/not-on-panel`, `appeal/voted-already`, `appeal/decided`, `appeal/unanswered`,
 *   `labeling/invalid-value` naming the task.
 */
export async function vote(
  ctx: Ctx,
  input: { poolId: string; appealId: string; personId: string; answers: Record<string, unknown> },
): Promise<{ decided: boolean }> {
  const { rows } = await ctx.tx.execute<{ window_id: string; state: string }>(sql`
    select window_id, state from appeal where pool_id = ${input.poolId} and id = ${input.appealId} for update`)
  const { rows: seats } = await ctx.tx.execute<{ person_id: string; voted: boolean }>(sql`
    select person_id, voted_at is not null as voted from panelist
    where pool_id = ${input.poolId} and appeal_id = ${input.appealId}`)
  const seat = (await standsApart(ctx, input)) && seats.find((one) => one.person_id === input.personId)
  const found = rows[0]
  if (!found || !seat) throw notOnPanel()
  if (seat.voted) throw votedAlready()
  if (found.state !== 'open') throw decided()
  const tasks = await caseTasks(ctx, input.poolId, found.window_id)
  const missing = tasks.find((task) => input.answers[task] === undefined)
  if (missing) throw unanswered(missing)
  const { type, schema } = await questionIn(ctx, input)
  const answers = Object.fromEntries(
    tasks.map((task) => [task, readAnswer(task, () => type.parseValue(schema, input.answers[task], null))]),
  )
  await ctx.tx.execute(sql`update panelist set answers = ${JSON.stringify(answers)}::jsonb, voted_at = ${ctx.now()}
    where pool_id = ${input.poolId} and appeal_id = ${input.appealId} and person_id = ${input.personId}`)
  if (seats.filter((one) => one.voted).length + 1 < SEATS) return { decided: false }

  const outcome = await decideAppealed(ctx, {
    poolId: input.poolId,
    windowId: found.window_id,
    ...(await compare(ctx, input, found.window_id)),
    by: 'panel',
  })
  await close(ctx, input, outcome, 'panel')
  return { decided: true }
}

/**
 * Whether a panelist is still who they were drawn as. [APP-2] What joins accounts, or makes one bad, may come to light
 * between the draw and the vote; then the seat goes to another in time.
 */
async function standsApart(
  ctx: Ctx,
  of: { poolId: string; appealId: string; personId: string },
): Promise<boolean> {
  const { rows } = await ctx.tx.execute(sql`
    select 1 from person me join person p on p.cluster_id = me.cluster_id
    join appeal a on a.pool_id = ${of.poolId} and a.id = ${of.appealId}
    where me.id = ${of.personId} and (p.id = a.person_id or p.id = (select requester_id from pool where id = a.pool_id)
      or exists (select 1 from panelist s where s.pool_id = a.pool_id and s.appeal_id = a.id and s.person_id = p.id
        and s.person_id <> me.id and s.voted_at is not null))
    union all select 1 from bad_account b where b.pool_id = ${of.poolId} and b.person_id = ${of.personId} limit 1`)
  return rows.length === 0
}

/** What the campaign of a case asks. */
async function questionIn(ctx: Ctx, of: { poolId: string; appealId: string }) {
  const { rows } = await ctx.tx.execute<{ taskType: string; schema: unknown; labels: Label[] }>(sql`
    select c.task_type as "taskType", c.schema, c.labels from appeal a
    join campaign c on c.pool_id = a.pool_id and c.id = a.campaign_id
    where a.pool_id = ${of.poolId} and a.id = ${of.appealId}`)
  return questionOf(rows[0]!)
}

/** An answer in its stored form; what is wrong with it names the task it is to. */
function readAnswer(task: string, read: () => string): string {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof RowrightError)) throw error
    const { code, message, status, hint, context } = error
    const field = `answers.${task}${(error.field ?? '').replace(/^value/, '')}`
    throw new RowrightError(code, message, { status, field, ...(hint ? { hint } : {}), context })
  }
}

/**
 * What the panel says of a case's tasks, compared as the task type does: control tasks whose known answer fewer than two
 * gave, and tasks to which two or more said the same as the labeler.
 */
async function compare(
  ctx: Ctx,
  of: { poolId: string; appealId: string },
  windowId: string,
): Promise<{ void: string[]; shared: string[] }> {
  const { type, schema } = await questionIn(ctx, of)
  const { rows } = await ctx.tx.execute<{
    task_id: string
    votes: string[]
    known: string | null
    own: string
  }>(sql`
    select a.task::uuid as task_id, array_agg(a.value) as votes, max(g.answer) as known, max(n.value) as own
    from panelist p cross join lateral jsonb_each_text(p.answers) a(task, value)
    join pay_window w on w.pool_id = p.pool_id and w.id = ${windowId}
    -- Without windows, control tasks may have been answered before what is rejected.
    join annotation n on n.pool_id = p.pool_id and n.task_id = a.task::uuid and (n.person_id = w.person_id
      or exists (select 1 from vesting v where v.pool_id = n.pool_id and v.assignment_id = n.assignment_id and v.window_id = w.id))
    left join gold g on g.pool_id = p.pool_id and g.task_id = a.task::uuid
    where p.pool_id = ${of.poolId} and p.appeal_id = ${of.appealId} and p.voted_at is not null group by 1`)
  const agreeing = (votes: readonly string[], value: string) =>
    votes.filter((one) => type.agrees(schema, one, value)).length
  const names = (some: typeof rows) => some.map((row) => row.task_id)
  return {
    void: names(rows.filter(({ votes, known }) => known !== null && agreeing(votes, known) < STANDS)),
    shared: names(rows.filter(({ votes, own }) => agreeing(votes, own) >= STANDS)),
  }
}

/** Writes down how an appeal ended. */
export async function close(
  ctx: Ctx,
  of: { poolId: string; appealId: string },
  state: 'upheld' | 'reversed',
  by: 'panel' | 'silence',
): Promise<void> {
  await ctx.tx.execute(sql`update appeal set state = ${state}, decided_by = ${by}, decided_at = ${ctx.now()}
    where pool_id = ${of.poolId} and id = ${of.appealId}`)
}
