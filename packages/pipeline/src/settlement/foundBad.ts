import { type Ctx, emit } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { addBadAccount, removeBadAccount } from '../labeling/index.ts'
import { accounts, lockAgainstEpoch, transferMany } from '../ledger/index.ts'
import { beginUndo, record, selvesOf, survivor } from '../people/index.ts'
import { type Campaign, getCampaign } from '../pool/index.ts'
import { alreadyBad, finalFollowed, notBad } from './errors.ts'
import { judgeWithout } from './judgeWithout.ts'
import { FOUND_BAD, rejectAsBad, rejectBad } from './rejectBad.ts'
import { insertWindow, lockLabeler, type OpenWindow, unvest, updateWindow, windowsOf } from './windowStore.ts'

const ACTION = 'account found bad'

interface Named {
  poolId: string
  personId: string
}

/**
 * A steward's word that an account is bad. [SET-25] It gets no more of the pool; what is not paid yet becomes a
 * rejection that can be appealed, and is held until then; results are computed anew without it. Final pay does not move.
 * @throws RowrightError `settlement/already-bad`.
 */
export async function findBad(
  ctx: Ctx,
  input: Named & { reason: string; evidence: Record<string, unknown>; actor: string },
): Promise<void> {
  await lockAgainstEpoch(ctx)
  const { poolId } = input
  const { personId, selves } = await wholeOf(ctx, input)
  const { reason, evidence } = input
  const of = { poolId, personIds: selves, reason, evidence, decidedBy: input.actor }
  if ((await addBadAccount(ctx, of)) === 0) throw alreadyBad()
  for (const campaign of await campaignsOf(ctx, poolId, selves)) {
    await rejectUnpaid(ctx, campaign, personId, selves, reason)
    await emit(ctx, 'account.judged', poolId, { campaignId: campaign.id })
  }
  await record(ctx, input.actor, ACTION, { poolId, personId, reason })
}

/** Fails the windows of a bad account in a campaign: open and carried ones, and points that wait staked for one. */
async function rejectUnpaid(
  ctx: Ctx,
  campaign: Campaign,
  personId: string,
  selves: readonly string[],
  reason: string,
): Promise<void> {
  if (campaign.windowChecks === null) return rejectBad(ctx, campaign, personId, reason)
  const of = { poolId: campaign.poolId, campaignId: campaign.id, personId }
  for (const state of ['open', 'carried'] as const) {
    for (const window of await windowsOf(ctx, of, state)) {
      if (selves.includes(window.personId)) await rejectAsBad(ctx, campaign, window, reason)
    }
  }
  const { rows } = await ctx.tx.execute(sql`select 1 from pay_window where pool_id = ${campaign.poolId}
    and campaign_id = ${campaign.id} and person_id = any(${sql.param([...selves])}::uuid[]) and state = 'passed' and locked > 0 limit 1`)
  if (rows.length > 0) await rejectAsBad(ctx, campaign, await insertWindow(ctx, of, selves), reason)
}

/**
 * Takes a steward's word on an account back, while nothing final followed from it. [SET-25]
 * @returns false when the action is another, which is undone elsewhere.
 * @throws RowrightError `settlement/final-followed`, `people/cannot-undo`.
 */
export async function undoFoundBad(ctx: Ctx, input: { actor: string; actionId: bigint }): Promise<boolean> {
  const action = await beginUndo(ctx, input.actionId, ACTION)
  if (!action) return false
  const { poolId, personId } = action.detail as unknown as Named
  await clearBad(ctx, { poolId, personId, actor: input.actor, undoes: input.actionId })
  return true
}

/** The other word: the account is not bad after all. [SET-25] @throws RowrightError `settlement/not-bad`, `settlement/final-followed`. */
export async function clearBad(ctx: Ctx, input: Named & { actor: string; undoes?: bigint }): Promise<void> {
  await lockAgainstEpoch(ctx)
  const { poolId } = input
  const { personId, selves } = await wholeOf(ctx, input)
  const { rows: windows } = await ctx.tx.execute<{
    id: string
    campaign_id: string
    state: string
    stake: string
  }>(sql`
    select id, campaign_id, state, stake from pay_window where pool_id = ${poolId} and reason_code = ${FOUND_BAD}
      and person_id = any(${sql.param(selves)}::uuid[]) and state in ('failed', 'appealed', 'rejected') order by id for update`)
  const { rows: verdicts } = await ctx.tx.execute(sql`select 1 from verdict where pool_id = ${poolId}
    and reason_code = ${FOUND_BAD} and decision = 'rejected' and person_id = any(${sql.param(selves)}::uuid[]) limit 1`)
  if (verdicts.length > 0 || windows.some((one) => one.state !== 'failed')) throw finalFollowed()
  if ((await removeBadAccount(ctx, { poolId, personIds: selves })) === 0) throw notBad()
  for (const window of windows) {
    const campaign = await getCampaign(ctx, poolId, window.campaign_id)
    await reopen(ctx, campaign, window, personId)
  }
  for (const { id: campaignId } of await campaignsOf(ctx, poolId, selves))
    await emit(ctx, 'account.judged', poolId, { campaignId })
  await record(ctx, input.actor, 'account cleared', { poolId, personId }, input.undoes)
}

/** A panel, or its silence, reversed what was found: the account speaks again. Its other windows are decided apart. */
export async function forget(ctx: Ctx, window: OpenWindow, poolId: string): Promise<void> {
  const { selves } = await wholeOf(ctx, { poolId, personId: window.personId })
  await removeBadAccount(ctx, { poolId, personIds: selves })
  for (const { id: campaignId } of await campaignsOf(ctx, poolId, selves))
    await emit(ctx, 'account.judged', poolId, { campaignId })
}

/** As it was: open in a running campaign; carried where it has ended; an empty one gives its stake back. */
async function reopen(
  ctx: Ctx,
  campaign: Campaign,
  window: { id: string; stake: string },
  personId: string,
): Promise<void> {
  const { poolId } = campaign
  const clean = { decidedBy: null, reasonCode: null, evidence: {}, appealUntil: null }
  if (campaign.windowChecks === null) {
    await unvest(ctx, poolId, window.id)
    await updateWindow(ctx, poolId, window.id, { state: 'ended', ...clean })
    // Who would judge them otherwise has been here already.
    if (campaign.settledAt !== null) await judgeWithout(ctx, campaign, personId)
    return
  }
  const { rows } = await ctx.tx.execute(
    sql`select 1 from vesting where pool_id = ${poolId} and window_id = ${window.id} limit 1`,
  )
  const running = campaign.settledAt === null
  if (rows.length > 0 || running) {
    await updateWindow(ctx, poolId, window.id, { state: running ? 'open' : 'carried', ...clean })
    return
  }
  const amount = BigInt(window.stake)
  await updateWindow(ctx, poolId, window.id, { state: 'ended', stake: 0n, ...clean })
  const [debit, credit] = [accounts.stake(personId), accounts.points(personId)]
  if (amount > 0n)
    await transferMany(ctx, poolId, [{ debit, credit, amount, reason: 'stake-cleared', cause: window.id }])
}

/** Who a person is now, everybody folded into them, and nobody deciding about their windows meanwhile. */
async function wholeOf(ctx: Ctx, of: Named): Promise<{ personId: string; selves: string[] }> {
  const personId = (await survivor(ctx, [of.personId])).get(of.personId) ?? of.personId
  await lockLabeler(ctx, of.poolId, personId)
  return { personId, selves: await selvesOf(ctx, personId) }
}

/** Campaigns of a pool that a person worked in. */
async function campaignsOf(ctx: Ctx, poolId: string, selves: readonly string[]): Promise<Campaign[]> {
  const { rows } = await ctx.tx.execute<{ campaign_id: string }>(sql`select distinct campaign_id from standing
    where pool_id = ${poolId} and person_id = any(${sql.param([...selves])}::uuid[]) and answered > 0 order by 1`)
  const campaigns: Campaign[] = []
  for (const row of rows) campaigns.push(await getCampaign(ctx, poolId, row.campaign_id))
  return campaigns
}
