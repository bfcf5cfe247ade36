import type { Ctx } from '@rowright/db'
import { RowrightError } from '@rowright/protocol'
import { questionOf } from '@rowright/tasktype'
import { sql } from 'drizzle-orm'
import type { Label } from '../pool/index.ts'
import { decideAppealed, failedGolds } from '../settlement/index.ts'
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
  const seat = seats.find((one) => one.person_id === input.personId)
  const found = rows[0]
  if (!found || !seat) throw notOnPanel()
  if (seat.voted) throw votedAlready()
  if (found.state !== 'open') throw decided()
  const tasks = await failedGolds(ctx, input.poolId, found.window_id)
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
    void: await notShared(ctx, input),
    by: 'panel',
  })
  await close(ctx, input, outcome, 'panel')
  return { decided: true }
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

/** Control tasks of a case whose known answer fewer than two panelists gave, as the task type compares. */
async function notShared(ctx: Ctx, of: { poolId: string; appealId: string }): Promise<string[]> {
  const { type, schema } = await questionIn(ctx, of)
  const { rows } = await ctx.tx.execute<{ task_id: string; value: string; answer: string }>(sql`
    select g.task_id, a.value, g.answer from panelist p cross join lateral jsonb_each_text(p.answers) a(task, value)
    join gold g on g.pool_id = p.pool_id and g.task_id = a.task::uuid
    where p.pool_id = ${of.poolId} and p.appeal_id = ${of.appealId} and p.voted_at is not null`)
  return [...Map.groupBy(rows, (row) => row.task_id)]
    .filter(([, said]) => said.filter((one) => type.agrees(schema, one.value, one.answer)).length < STANDS)
    .map(([task]) => task)
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
