import { type Ctx, inTurn } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { selvesOf } from '../people/index.ts'

/** A window of pay as its labeler sees it. Amounts in base units. */
export interface MyWindow {
  id: string
  poolId: string
  poolName: string
  campaignId: string
  campaignName: string
  state: 'open' | 'passed' | 'failed' | 'appealed' | 'rejected' | 'carried'
  decidedBy: string | null
  reasonCode: string | null
  checks: number
  wrong: number
  checksNeeded: number
  failAt: number
  goldRatePpm: number
  answers: number
  pay: bigint
  /** Points at stake on it; of a passed one: that stay staked for the next. */
  staked: bigint
  openedAt: Date
  decidedAt: Date | null
  appealUntil: Date | null
  /** Of a rejection: the tasks that were failed, what was answered and what is known to be right. */
  failed: {
    taskId: string
    externalId: string
    value: string
    known: string
    payload: unknown
    blob: string | null
  }[]
}

type Row = {
  id: string
  pool_id: string
  pool_name: string
  campaign_id: string
  campaign_name: string
  state: MyWindow['state']
  decided_by: string | null
  reason_code: string | null
  checks: number
  wrong: number
  window_checks: number | null
  window_fail_at: number | null
  gold_rate_ppm: number
  answers: number
  pay: string
  staked: string
  opened_at: string
  decided_at: string | null
  appeal_until: string | null
  evidence: { answered?: number; failed?: number }
}

const when = (text: string | null) => (text === null ? null : new Date(text))

/** A labeler's windows, newest first. @param of.campaignId of one campaign. */
export async function windowsOfLabeler(
  ctx: Ctx,
  of: { personId: string; campaignId?: string },
): Promise<MyWindow[]> {
  const selves = await selvesOf(ctx, of.personId)
  const { rows } = await ctx.tx.execute<Row>(sql`
    select w.id, w.pool_id, p.name as pool_name, w.campaign_id, c.name as campaign_name, w.state, w.decided_by, w.reason_code,
      coalesce(k.checks, 0)::int as checks, coalesce(k.wrong, 0)::int as wrong, c.window_checks, c.window_fail_at,
      c.gold_rate_ppm, coalesce(v.answers, 0)::int as answers, coalesce(v.pay, 0) as pay, w.stake + w.locked as staked,
      w.opened_at, w.decided_at, w.appeal_until, w.evidence
    from pay_window w join pool p on p.id = w.pool_id join campaign c on c.pool_id = w.pool_id and c.id = w.campaign_id
    left join lateral (select count(*) as checks, count(*) filter (where not k.passed) as wrong from answer_check k
      where k.pool_id = w.pool_id and k.window_id = w.id and k.voided_at is null) k on true
    left join lateral (select count(*) as answers, sum(pay) as pay from vesting v
      where v.pool_id = w.pool_id and v.window_id = w.id) v on true
    where w.person_id = any(${sql.param(selves)}::uuid[]) and w.state not in ('joined', 'ended')
      ${of.campaignId ? sql`and w.campaign_id = ${of.campaignId}` : sql``}
    order by w.opened_at desc, w.id desc limit 100`)
  return inTurn(rows, async (row) => ({
    id: row.id,
    poolId: row.pool_id,
    poolName: row.pool_name,
    campaignId: row.campaign_id,
    campaignName: row.campaign_name,
    state: row.state,
    decidedBy: row.decided_by,
    reasonCode: row.reason_code,
    ...checkedOf(row),
    checksNeeded: row.window_checks ?? 0,
    failAt: row.window_fail_at ?? 0,
    goldRatePpm: row.gold_rate_ppm,
    answers: row.answers,
    pay: BigInt(row.pay),
    staked: BigInt(row.staked),
    openedAt: new Date(row.opened_at),
    decidedAt: when(row.decided_at),
    appealUntil: when(row.appeal_until),
    failed:
      row.state === 'failed' || row.state === 'appealed' || row.state === 'rejected'
        ? await failedOf(ctx, row.pool_id, row.id)
        : [],
  }))
}

/** How many answers were checked, and how many of those were wrong. Without windows a rejection says it itself. */
const checkedOf = ({ window_checks, evidence, checks, wrong }: Row) =>
  window_checks === null ? { checks: evidence.answered ?? 0, wrong: evidence.failed ?? 0 } : { checks, wrong }

/** The control tasks that a rejected window failed: its evidence. Without windows those that the rejection names. */
async function failedOf(ctx: Ctx, poolId: string, windowId: string): Promise<MyWindow['failed']> {
  const { rows } = await ctx.tx.execute<MyWindow['failed'][number] & Record<string, unknown>>(sql`
    with failed as (
      select k.pool_id, k.assignment_id from answer_check k
      where k.pool_id = ${poolId} and k.window_id = ${windowId} and k.gold and not k.passed and k.voided_at is null
      union all
      select n.pool_id, n.assignment_id from pay_window w join campaign c on c.pool_id = w.pool_id and c.id = w.campaign_id
      cross join lateral jsonb_array_elements_text(w.evidence->'tasks') e(task)
      join annotation n on n.pool_id = w.pool_id and n.task_id = e.task::uuid and n.person_id = w.person_id
      where w.pool_id = ${poolId} and w.id = ${windowId} and c.window_checks is null
        and not exists (select 1 from gold_void o where o.pool_id = n.pool_id and o.assignment_id = n.assignment_id))
    select n.task_id as "taskId", i.external_id as "externalId", n.value, g.answer as known, i.payload, i.blob
    from failed f join annotation n on n.pool_id = f.pool_id and n.assignment_id = f.assignment_id
    join gold g on g.pool_id = n.pool_id and g.task_id = n.task_id
    join task t on t.pool_id = n.pool_id and t.id = n.task_id join item i on i.pool_id = t.pool_id and i.id = t.item_id
    order by n.submitted_at, n.assignment_id`)
  return rows
}
