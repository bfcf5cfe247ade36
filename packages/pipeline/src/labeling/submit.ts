import { type Ctx, emit } from '@rowright/db'
import { questionOf } from '@rowright/tasktype'
import { sql } from 'drizzle-orm'
import { accounts, balanceOf, transferMany } from '../ledger/index.ts'
import { survivor } from '../people/index.ts'
import type { Label } from '../pool/index.ts'
import { alreadyAnswered, notHeld, unknownAssignment } from './errors.ts'
import { freeSlot } from './reserve.ts'
import { addShown, type Suggested, wantsMachine } from './suggest.ts'

export interface Answer {
  poolId: string
  assignmentId: string
  personId: string
  /** As it came in; the campaign's task type reads it. */
  value: unknown
  elapsedMs: number | null
  /** Keyed hash of the network it came from, where it is known. */
  addressClass?: string | null
  /** What the labeler's browser suggested, where the task brought no suggestion. [LAB-25] */
  shown?: Suggested | undefined
}

type Row = {
  campaign_id: string
  task_id: string
  slot: number
  state: string
  stake: string
  labels: Label[]
  task_type: string
  schema: unknown
  payload: Record<string, unknown> | null
  settled: boolean
  suggestion_id: string | null
}

/**
 * Sends an answer. [LAB-6, LAB-7, LAB-10]
 * @returns `taken`; `repeated` when the same answer was there; `slot-taken` when it came late and the place is gone:
 * then it has been kept as a draft, so the caller commits first and refuses afterwards.
 * @throws RowrightError `labeling/unknown-assignment`, `labeling/invalid-value`, `labeling/already-answered`, `labeling/not-held`.
 */
export async function submit(
  ctx: Ctx,
  answer: Answer,
): Promise<{ outcome: 'taken' | 'repeated' | 'slot-taken'; campaignId: string }> {
  const { rows } = await ctx.tx.execute<Row>(sql`
    select a.campaign_id, a.task_id, a.slot, a.state, a.stake, a.suggestion_id, c.labels, c.task_type, c.schema,
      case when c.task_type = 'single' then null else (select i.payload from task t join item i on i.pool_id = t.pool_id and i.id = t.item_id
        where t.pool_id = a.pool_id and t.id = a.task_id) end as payload, c.settled_at is not null as settled
    from assignment a join campaign c on c.pool_id = a.pool_id and c.id = a.campaign_id
    where a.pool_id = ${answer.poolId} and a.id = ${answer.assignmentId} and a.person_id = ${answer.personId} for update of a`)
  const row = rows[0]
  if (!row) {
    const holder = await holderBefore(ctx, answer)
    if (!holder) throw unknownAssignment(answer.assignmentId)
    return submit(ctx, { ...answer, personId: holder })
  }
  const campaignId = row.campaign_id
  const { type, schema } = questionOf({ taskType: row.task_type, schema: row.schema, labels: row.labels })
  const value = type.parseValue(schema, answer.value, row.payload)
  if (row.state === 'submitted') {
    if ((await answered(ctx, answer)) === value) return { outcome: 'repeated', campaignId }
    throw alreadyAnswered()
  }
  if (row.state === 'skipped') throw notHeld('skipped')
  const slot = row.settled ? null : row.state === 'reserved' ? row.slot : await retakeSlot(ctx, answer, row)
  if (slot === null) {
    await saveDraft(ctx, answer)
    return { outcome: 'slot-taken', campaignId }
  }
  const assisted = await suggestionShown(ctx, answer, row)
  await ctx.tx.execute(sql`
    with done as (update assignment set state = 'submitted', slot = ${slot}, ended_at = ${ctx.now()}
      where pool_id = ${answer.poolId} and id = ${answer.assignmentId}),
    counted as (insert into standing (pool_id, campaign_id, person_id, answered, last_submit_at)
      values (${answer.poolId}, ${campaignId}, ${answer.personId}, 1, ${ctx.now()})
      on conflict (pool_id, campaign_id, person_id) do update set answered = standing.answered + 1, last_submit_at = excluded.last_submit_at),
    sent as (delete from draft where pool_id = ${answer.poolId} and assignment_id = ${answer.assignmentId})
    insert into annotation (pool_id, assignment_id, campaign_id, task_id, person_id, slot, value, made_by, elapsed_ms, address_class, submitted_at)
    values (${answer.poolId}, ${answer.assignmentId}, ${campaignId}, ${row.task_id}, ${answer.personId}, ${slot}, ${value},
      ${assisted ? 'assisted' : 'human'}, ${answer.elapsedMs}, ${answer.addressClass ?? null}, ${ctx.now()})`)
  return { outcome: 'taken', campaignId }
}

/** Whether a suggestion was in view; one of the labeler's browser is stored. [LAB-26] */
async function suggestionShown(ctx: Ctx, answer: Answer, row: Row): Promise<boolean> {
  if (row.suggestion_id !== null) return true
  if (!answer.shown || !wantsMachine({ taskType: row.task_type, schema: row.schema, labels: row.labels }))
    return false
  const { poolId, assignmentId, personId } = answer
  await addShown(ctx, { ...answer.shown, poolId, assignmentId, personId, taskId: row.task_id })
  return true
}

/** The guest who reserved this and has been folded since into the one who answers. [LAB-13] */
async function holderBefore(ctx: Ctx, answer: Answer): Promise<string | null> {
  const { rows } = await ctx.tx.execute<{ person_id: string }>(sql`
    select person_id from assignment where pool_id = ${answer.poolId} and id = ${answer.assignmentId}`)
  const holder = rows[0]?.person_id
  if (!holder || holder === answer.personId) return null
  return (await survivor(ctx, [holder])).get(holder) === answer.personId ? holder : null
}

/**
 * What was sent before. A statement of its own: the one that waited for the assignment's row began before the answer
 * was there, and would take a repeat at the same moment for another answer.
 */
async function answered(ctx: Ctx, answer: Answer): Promise<string | undefined> {
  const { rows } = await ctx.tx.execute<{ value: string }>(
    sql`select value from annotation where pool_id = ${answer.poolId} and assignment_id = ${answer.assignmentId}`,
  )
  return rows[0]?.value
}

/** Takes a free slot of the task again for a late answer. [LAB-7] @returns its number, or null. */
async function retakeSlot(ctx: Ctx, answer: Answer, row: Row): Promise<number | null> {
  const stake = BigInt(row.stake)
  if (stake > 0n && (await balanceOf(ctx, answer.poolId, accounts.points(answer.personId))) < stake)
    return null
  const { rowCount } = await ctx.tx.execute(sql`
    update task t set open_slots = open_slots - 1 where t.pool_id = ${answer.poolId} and t.id = ${row.task_id}
      and t.open_slots > 0 and not exists (select 1 from assignment a where a.pool_id = t.pool_id and a.task_id = t.id
        and a.person_id = ${answer.personId} and a.state <> 'expired')`)
  if (rowCount !== 1) return null
  const { rows } = await ctx.tx.execute<{ slot: number }>(
    sql`select (${freeSlot(answer.poolId, row.task_id)}) as slot`,
  )
  const slot = rows[0]!.slot
  if (stake > 0n) {
    await transferMany(ctx, answer.poolId, [
      {
        debit: accounts.points(answer.personId),
        credit: accounts.stake(answer.personId),
        amount: stake,
        reason: 'staked',
        cause: `${answer.assignmentId}:late`,
      },
    ])
  }
  return slot
}

/** Keeps an unsent answer. */
export async function saveDraft(
  ctx: Ctx,
  input: { poolId: string; assignmentId: string; personId: string; value: unknown },
): Promise<Date> {
  const { rowCount } = await ctx.tx.execute(sql`
    insert into draft (pool_id, assignment_id, value, saved_at)
    select pool_id, id, ${JSON.stringify(input.value)}::jsonb, ${ctx.now()} from assignment
    where pool_id = ${input.poolId} and id = ${input.assignmentId} and person_id = ${input.personId}
    on conflict (pool_id, assignment_id) do update set value = excluded.value, saved_at = excluded.saved_at`)
  if (rowCount !== 1) throw unknownAssignment(input.assignmentId)
  return ctx.now()
}

/** A labeler's word that a task is not right; a steward sees it. Said again, the last word counts. */
export async function report(
  ctx: Ctx,
  input: { poolId: string; assignmentId: string; personId: string; reason: string; note: string | null },
): Promise<void> {
  const { rows } = await ctx.tx.execute<{ task_id: string }>(sql`
    insert into report (pool_id, task_id, person_id, reason, note)
    select pool_id, task_id, person_id, ${input.reason}, ${input.note} from assignment
    where pool_id = ${input.poolId} and id = ${input.assignmentId} and person_id = ${input.personId}
    on conflict (pool_id, task_id, person_id) do update set reason = excluded.reason, note = excluded.note returning task_id`)
  if (!rows[0]) throw unknownAssignment(input.assignmentId)
  await emit(ctx, 'task.reported', input.poolId, {
    taskId: rows[0].task_id,
    reason: input.reason,
    note: input.note,
  })
}
