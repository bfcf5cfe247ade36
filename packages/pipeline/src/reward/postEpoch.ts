import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { unknownEpoch } from './errors.ts'
import { EMPTY_ROOT } from './manifest.ts'
import { allEpochs, type EpochRow, epochByNumber } from './store.ts'

export interface Epoch extends EpochRow {
  /** A tree contains those before it: an epoch is posted or active when it, or a later one, is. */
  status: 'closed' | 'posted' | 'active'
}

/** All epochs, newest first. */
export async function epochs(ctx: Ctx): Promise<Epoch[]> {
  const rows = await allEpochs(ctx)
  const posted = lastWith(rows, (row) => row.postedAt !== null)
  const active = lastWith(rows, (row) => row.activatedAt !== null)
  return rows.map((row) => ({
    ...row,
    status: row.number <= active ? 'active' : row.number <= posted ? 'posted' : 'closed',
  }))
}

/** The newest epoch that is so, or has the same tree as the one that is: there is nothing to post for it. */
function lastWith(rows: readonly EpochRow[], so: (row: EpochRow) => boolean): number {
  const found = rows.find(so)
  if (!found) return 0
  return rows.find((row) => sameTree(row, found))!.number
}

const sameTree = (a: EpochRow, b: EpochRow): boolean => a.root === b.root && a.rewards === b.rewards

/** @throws RowrightError `reward/unknown-epoch`. */
export async function getEpoch(ctx: Ctx, number: number): Promise<EpochRow> {
  const found = await epochByNumber(ctx, number)
  if (!found) throw unknownEpoch(number)
  return found
}

/**
 * The epoch to post to this deployment: its newest, when that is not posted and no posted one waits for its
 * activation. Its tree contains those of the epochs in between, which are never posted themselves. An epoch that only
 * owes to persons without an address has the tree of the one before, and nothing to post. [REW-10]
 */
export async function nextToPost(ctx: Ctx, deployed: { rewards: string }): Promise<EpochRow | null> {
  const rows = (await allEpochs(ctx)).filter((row) => row.rewards === deployed.rewards.toLowerCase())
  const newest = rows[0]
  if (!newest || newest.root === EMPTY_ROOT || rows.some((row) => row.postedAt && sameTree(row, newest)))
    return null
  return rows.some((row) => row.postedAt && !row.activatedAt) ? null : newest
}

/** The posted epoch whose window has passed. */
export async function nextToActivate(ctx: Ctx): Promise<EpochRow | null> {
  const waiting = (await allEpochs(ctx)).filter((row) => row.postedAt && !row.activatedAt)
  return waiting.find((row) => row.activatesAt! <= ctx.now()) ?? null
}

/** Records `RootPosted`. Repeating it changes nothing. @returns whether it is new. */
export async function markPosted(
  ctx: Ctx,
  event: { epoch: number; root: string; activatesAt: Date; transaction: string; blockNumber: number },
): Promise<boolean> {
  const { rowCount } = await ctx.tx.execute(sql`
    update epoch set posted_at = ${ctx.now()}, posted_block = ${event.blockNumber}, activates_at = ${event.activatesAt},
      transaction = ${event.transaction}
    where number = ${event.epoch} and root = ${event.root} and posted_at is null`)
  return rowCount === 1
}

/** Records `RootActivated`. Repeating it changes nothing. @returns whether it is new. */
export async function markActivated(
  ctx: Ctx,
  event: { epoch: number; root: string; blockNumber: number },
): Promise<boolean> {
  const { rowCount } = await ctx.tx.execute(sql`
    update epoch set activated_at = ${ctx.now()}, activated_block = ${event.blockNumber}
    where number = ${event.epoch} and root = ${event.root} and activated_at is null and posted_at is not null`)
  return rowCount === 1
}

/** Takes back postings and activations whose block is gone: `fromBlock` and later. They are due again. [REW-10] */
export async function orphanEpochs(ctx: Ctx, fromBlock: number): Promise<void> {
  await ctx.tx.execute(
    sql`update epoch set activated_at = null, activated_block = null where activated_block >= ${fromBlock}`,
  )
  await ctx.tx.execute(sql`update epoch set posted_at = null, posted_block = null, activates_at = null, transaction = null,
    activated_at = null, activated_block = null where posted_block >= ${fromBlock}`)
}
