import type { Ctx } from '@rowright/db'
import { releasedAtClose, staysStaked } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import { setStanding } from '../labeling/index.ts'
import { accounts, type Transfer, transferMany } from '../ledger/index.ts'
import { selvesOf, survivor } from '../people/index.ts'
import type { Campaign } from '../pool/index.ts'
import { classesOf } from './classesOf.ts'
import {
  checksInPool,
  insertWindowVerdicts,
  type OpenWindow,
  undecidedOf,
  updateWindow,
} from './windowStore.ts'

/** How a window came to be accepted. `close`: unfinished, when its campaign closed. `unchecked`: nothing could be checked. */
export type AcceptedBy = 'checks' | 'close' | 'unchecked' | 'appeal' | 'silence' | 'gold'

/**
 * Accepts all answers of a window and pays them. [SET-3, SET-10, SET-11] Of the first window the pay stays staked, of
 * later ones the campaign's stake. @returns how many answers.
 */
export async function acceptWindow(
  ctx: Ctx,
  campaign: Campaign,
  window: OpenWindow,
  by: AcceptedBy,
): Promise<number> {
  const { poolId } = campaign
  const waiting = await undecidedOf(ctx, poolId, window.id)
  const fresh = await insertWindowVerdicts(ctx, poolId, window.id, {
    decision: 'accepted',
    reasonCode: 'answered',
    evidence: {},
  })
  const personId = (await survivor(ctx, [window.personId])).get(window.personId) ?? window.personId
  const selves = await selvesOf(ctx, personId)
  const points = accounts.points(personId)
  const paid = waiting.filter((one) => fresh.has(one.assignmentId) && one.pay > 0n)
  const transfers = paid.map(
    (one): Transfer => ({
      debit: one.held ? accounts.held(one.campaignId) : accounts.budget(one.campaignId),
      credit: points,
      amount: one.pay,
      reason: 'accepted',
      cause: one.assignmentId,
    }),
  )
  const pay = paid.reduce((sum, one) => sum + one.pay, 0n)
  const earlier = await lockedBefore(ctx, poolId, campaign.id, selves)
  const staked = window.stake + earlier.amount
  const checks = await checksInPool(ctx, poolId, selves)
  const locked =
    by === 'unchecked' || campaign.windowChecks === null
      ? 0n
      : staysStaked({
          passedBefore: earlier.passed,
          staked,
          pay,
          stake: campaign.stake,
          closed: campaign.status === 'closed',
          trusted: () => releasedAtClose(checks, classesOf(campaign)),
        })
  const stake = accounts.stake(personId)
  if (locked > staked) {
    transfers.push({
      debit: points,
      credit: stake,
      amount: locked - staked,
      reason: 'window-staked',
      cause: window.id,
    })
  }
  if (locked < staked) {
    transfers.push({
      debit: stake,
      credit: points,
      amount: staked - locked,
      reason: 'window-freed',
      cause: window.id,
    })
  }
  await transferMany(ctx, poolId, transfers)
  await clearLocks(ctx, poolId, campaign.id, selves)
  await updateWindow(ctx, poolId, window.id, { state: 'passed', decidedBy: by, stake: 0n, locked })
  if (by === 'appeal' || by === 'silence' || by === 'gold') {
    await setStanding(ctx, { poolId, campaignId: campaign.id, personId: window.personId, eligible: 'yes' })
  }
  return fresh.size
}

/** Windows of the campaign that the labeler passed, and what they left locked. */
async function lockedBefore(ctx: Ctx, poolId: string, campaignId: string, selves: readonly string[]) {
  const { rows } = await ctx.tx.execute<{ passed: number; locked: string }>(sql`
    select count(*)::int as passed, coalesce(sum(locked), 0) as locked from pay_window
    where pool_id = ${poolId} and campaign_id = ${campaignId} and person_id = any(${sql.param([...selves])}::uuid[]) and state = 'passed'`)
  return { passed: rows[0]!.passed, amount: BigInt(rows[0]!.locked) }
}

async function clearLocks(
  ctx: Ctx,
  poolId: string,
  campaignId: string,
  selves: readonly string[],
): Promise<void> {
  await ctx.tx.execute(sql`update pay_window set locked = 0 where pool_id = ${poolId} and campaign_id = ${campaignId}
    and person_id = any(${sql.param([...selves])}::uuid[]) and state = 'passed' and locked > 0`)
}
