import type { Ctx } from '@rowright/db'
import { unknownRelease } from './errors.ts'
import {
  all,
  anchor,
  anchored,
  byId,
  firstUnanchored,
  latest,
  type Release,
  setTransaction,
  unanchorAll,
} from './store.ts'

/** All releases of a pool, newest first. */
export const releasesOf = (ctx: Ctx, poolId: string): Promise<Release[]> => all(ctx, poolId)

export const latestRelease = async (ctx: Ctx, poolId: string): Promise<Release | null> =>
  (await latest(ctx, poolId)) ?? null

/** @throws RowrightError `release/unknown-release`. */
export async function getRelease(ctx: Ctx, poolId: string, releaseId: string): Promise<Release> {
  const found = await byId(ctx, poolId, releaseId)
  if (!found) throw unknownRelease(releaseId)
  return found
}

/** The oldest release that waits for `DataPools.publishSnapshot`, with its pool's id on chain. */
export async function nextSnapshot(ctx: Ctx): Promise<{ release: Release; chainPoolId: string } | null> {
  const row = await firstUnanchored(ctx)
  if (!row) return null
  return { release: await getRelease(ctx, row.pool_id, row.id), chainPoolId: row.chain_pool_id }
}

/** Releases that the chain has, as far as is known, with the transactions that put them there. */
export const snapshotsOnChain = (
  ctx: Ctx,
): Promise<{ poolId: string; releaseId: string; transaction: string }[]> => anchored(ctx)

/** Records `SnapshotPublished`: the oldest release of that root that was not on chain is now. Repeating changes nothing. */
export const recordSnapshot = (
  ctx: Ctx,
  event: { poolId: string; manifestRoot: string; transaction: string },
): Promise<void> => anchor(ctx, event)

/** The chain is another one from now on: releases are due there as soon as their pool is. */
export const leaveChain = (ctx: Ctx): Promise<void> => unanchorAll(ctx)

/** Remembers the transaction that put a release on chain; null when its block is gone. */
export const markSnapshot = (
  ctx: Ctx,
  input: { poolId: string; releaseId: string; transaction: string | null },
): Promise<void> => setTransaction(ctx, input.poolId, input.releaseId, input.transaction)
