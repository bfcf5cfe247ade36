import type { Ctx } from '@rowright/db'
import { releasedAtClose } from '@rowright/protocol'
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
  const locked = await toLock(ctx, campaign, window, by, { pay, earlier, selves })
  const staked = window.stake + earlier.amount
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

/** Points that stay staked for the next window. [SET-11, SET-14] */
async function toLock(
  ctx: Ctx,
  campaign: Campaign,
  window: OpenWindow,
  by: AcceptedBy,
  has: { pay: bigint; earlier: { passed: number; amount: bigint }; selves: readonly string[] },
): Promise<bigint> {
  if (by === 'unchecked') return 0n
  const staked = window.stake + has.earlier.amount
  if (campaign.status === 'closed') {
    if (has.earlier.passed > 0) return 0n
    const checks = await checksInPool(ctx, campaign.poolId, has.selves)
    return releasedAtClose(checks, classesOf(campaign)) ? 0n : staked + has.pay
  }
  if (has.earlier.passed === 0) return staked + has.pay
  // Less than the campaign's stake when all there is does not come to it.
  if (staked + has.pay <= campaign.stake) return staked + has.pay
  return campaign.stake
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
