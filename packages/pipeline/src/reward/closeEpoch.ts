import { type BlobStore, type Ctx, emit } from '@rowright/db'
import { canonicalJson } from '@rowright/protocol'
import { transferMany } from '../ledger/index.ts'
import { lockForEpoch } from '../settlement/index.ts'
import { makeManifest } from './makeManifest.ts'
import type { Deployed } from './manifest.ts'
import { plan } from './plan.ts'
import { readSnapshot } from './snapshot.ts'
import {
  type EpochRow,
  enter,
  insertCarry,
  insertDistributions,
  insertEntitlements,
  insertEpoch,
  insertLeaves,
  insertLines,
  insertReserved,
  lastEpoch,
  markNetted,
  markUnclaimed,
  poolKeys,
} from './store.ts'

/**
 * Closes the current epoch of all pools: points become reward, license money is split, and everything owed to an
 * address enters one tree. [REW-1..REW-8] Two workers at once: one closes, the other finds nothing new.
 * @param deployed where the root will be posted; another deployment than the last epoch's gets a tree of its own.
 * @returns the epoch, or null when nothing is new; then nothing was written.
 * @throws RowrightError `reward/does-not-add-up`: nothing was written.
 */
export async function closeEpoch(ctx: Ctx, blobs: BlobStore, deployed: Deployed): Promise<EpochRow | null> {
  await lockForEpoch(ctx)
  const previous = await lastEpoch(ctx)
  const snapshot = await readSnapshot(ctx, previous?.number ?? 0)
  const planned = plan(snapshot)
  const moved = planned.entitlements.length + planned.entered.length + planned.distributions.length > 0
  const redeployed =
    previous !== undefined && planned.leaves.length > 0 && !sameDeployment(previous, deployed)
  if (!moved && !redeployed) return null

  const pools = new Set([...snapshot.lines, ...planned.shares].map((one) => one.poolId))
  const manifest = await makeManifest(snapshot, planned, deployed, previous, await poolKeys(ctx, [...pools]))
  const { number } = snapshot
  const made = await insertEpoch(ctx, {
    number,
    chainId: deployed.chainId,
    rewards: deployed.rewards.toLowerCase(),
    token: deployed.token.toLowerCase(),
    closedAt: ctx.now(),
    root: manifest.root,
    manifestSha256: await blobs.put(Buffer.from(canonicalJson(manifest))),
    leaves: planned.leaves.length,
    work: planned.work,
    revenue: planned.revenue,
    unassigned: planned.unassigned.amount,
    declared: BigInt(manifest.declared),
  })
  await insertLines(ctx, number, snapshot.lines)
  await insertEntitlements(ctx, number, planned.entitlements)
  await enter(ctx, number, planned.entered)
  await insertCarry(ctx, number, planned.carry)
  await insertLeaves(ctx, number, planned.changed)
  await insertDistributions(ctx, number, planned.distributions)
  await insertReserved(ctx, planned.reserved)
  await markUnclaimed(ctx, number, snapshot.unclaimed)
  await markNetted(ctx, planned.netted)
  for (const [poolId, transfers] of planned.transfers) await transferMany(ctx, poolId, transfers)
  await emit(ctx, 'epoch.closed', null, { number })
  return made
}

const sameDeployment = (row: EpochRow, deployed: Deployed): boolean =>
  row.chainId === deployed.chainId &&
  row.rewards === deployed.rewards.toLowerCase() &&
  row.token === deployed.token.toLowerCase()
