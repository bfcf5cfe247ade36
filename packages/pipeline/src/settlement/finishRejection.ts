import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { accounts, lockAgainstEpoch, type Transfer, transferMany } from '../ledger/index.ts'
import { survivor } from '../people/index.ts'
import {
  insertWindowVerdicts,
  type OpenWindow,
  undecidedOf,
  updateWindow,
  windowById,
} from './windowStore.ts'

/** Hours in which a labeler loses at most one stake of a pool. [SET-18] */
const CAP_HOURS = 24

/** Rejections whose time to appeal has passed. */
export async function dueRejections(ctx: Ctx): Promise<{ poolId: string; windowId: string }[]> {
  const { rows } = await ctx.tx.execute<{ poolId: string; windowId: string }>(sql`
    select pool_id as "poolId", id as "windowId" from pay_window
    where state = 'failed' and appeal_until <= ${ctx.now()} order by appeal_until, id limit 500`)
  return rows
}

/**
 * Makes a rejection count: nobody appealed in time, or the panel upheld it. [SET-16, SET-17] Its answers get their
 * verdict, its pay goes back to the budget, its stake is slashed. @returns false when it was not (any more) to be done.
 */
export async function finishRejection(
  ctx: Ctx,
  input: { poolId: string; windowId: string; upheld?: boolean },
): Promise<boolean> {
  await lockAgainstEpoch(ctx)
  const window = await windowById(ctx, input.poolId, input.windowId)
  if (!window) return false
  const silent = window.state === 'failed' && window.appealUntil !== null && window.appealUntil <= ctx.now()
  if (!silent && !(input.upheld && window.state === 'appealed')) return false
  const waiting = await undecidedOf(ctx, input.poolId, window.id)
  const { rows } = await ctx.tx.execute<{ reason_code: string; evidence: Record<string, unknown> }>(
    sql`select reason_code, evidence from pay_window where pool_id = ${input.poolId} and id = ${window.id}`,
  )
  const { tasks: _, ...evidence } = rows[0]!.evidence
  await insertWindowVerdicts(ctx, input.poolId, window.id, {
    decision: 'rejected',
    reasonCode: rows[0]!.reason_code,
    evidence,
  })
  await transferMany(
    ctx,
    input.poolId,
    waiting
      .filter((one) => one.held && one.pay > 0n)
      .map(
        (one): Transfer => ({
          debit: accounts.held(one.campaignId),
          credit: accounts.budget(one.campaignId),
          amount: one.pay,
          reason: 'rejected',
          cause: one.assignmentId,
        }),
      ),
  )
  const personId = (await survivor(ctx, [window.personId])).get(window.personId) ?? window.personId
  await slashStake(ctx, input.poolId, { ...window, personId })
  await updateWindow(ctx, input.poolId, window.id, { state: 'rejected', stake: 0n })
  return true
}

/** Half of the stake to the requester's refund, half to the honest labelers of its tasks. [SET-17, SET-18] */
async function slashStake(ctx: Ctx, poolId: string, window: OpenWindow): Promise<void> {
  if (window.stake === 0n) return
  const stake = accounts.stake(window.personId)
  if (await slashedLately(ctx, poolId, window.personId)) {
    const points = accounts.points(window.personId)
    const back = {
      debit: stake,
      credit: points,
      amount: window.stake,
      reason: 'slash-capped',
      cause: window.id,
    }
    await transferMany(ctx, poolId, [back])
    return
  }
  const shares = await honestOf(ctx, poolId, window)
  const answers = shares.reduce((sum, one) => sum + BigInt(one.answers), 0n)
  const each = answers === 0n ? 0n : window.stake / 2n / answers
  const transfers: Transfer[] = []
  const lines: { personId: string; kind: string; amount: string }[] = [
    { personId: window.personId, kind: 'slashed', amount: String(window.stake) },
  ]
  let given = 0n
  if (each > 0n) {
    for (const { personId, answers: n } of shares) {
      const amount = each * BigInt(n)
      given += amount
      transfers.push({
        debit: stake,
        credit: accounts.points(personId),
        amount,
        reason: 'compensated',
        cause: `${window.id}:${personId}`,
      })
      lines.push({ personId, kind: 'compensated', amount: String(amount) })
    }
  }
  transfers.push({
    debit: stake,
    credit: accounts.budget(window.campaignId),
    amount: window.stake - given,
    reason: 'slashed',
    cause: window.id,
  })
  await transferMany(ctx, poolId, transfers)
  await ctx.tx.execute(sql`insert into slash (pool_id, window_id, person_id, kind, amount, at)
    select ${poolId}, ${window.id}, l."personId", l.kind, l.amount, ${ctx.now()}
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l("personId" uuid, kind text, amount bigint)`)
}

async function slashedLately(ctx: Ctx, poolId: string, personId: string): Promise<boolean> {
  const { rows } =
    await ctx.tx.execute(sql`select 1 from slash where pool_id = ${poolId} and person_id = ${personId}
    and kind = 'slashed' and at > ${ctx.now()}::timestamptz - make_interval(hours => ${CAP_HOURS}) limit 1`)
  return rows.length > 0
}

/** Others with accepted answers on a window's tasks, as who they are now, and how many; none of its cluster, none that is bad. */
async function honestOf(ctx: Ctx, poolId: string, window: OpenWindow) {
  const { rows } = await ctx.tx.execute<{ person_id: string; answers: number }>(sql`
    select d.person_id, count(*)::int as answers from vesting v
    join verdict d on d.pool_id = v.pool_id and d.task_id = v.task_id and d.decision = 'accepted' and d.person_id <> v.person_id
    where v.pool_id = ${poolId} and v.window_id = ${window.id}
      and not exists (select 1 from person p join person m on m.cluster_id = p.cluster_id where p.id = d.person_id and m.id = ${window.personId})
      and not exists (select 1 from bad_account b where b.pool_id = d.pool_id and b.person_id = d.person_id) group by 1`)
  const now = await survivor(
    ctx,
    rows.map((row) => row.person_id),
  )
  const shares = new Map<string, number>()
  for (const { person_id, answers } of rows) {
    const personId = now.get(person_id) ?? person_id
    if (personId !== window.personId) shares.set(personId, (shares.get(personId) ?? 0) + answers)
  }
  return [...shares].map(([personId, answers]) => ({ personId, answers }))
}
