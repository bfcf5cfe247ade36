import { createHmac } from 'node:crypto'
import { type BlobStore, type Ctx, emit } from '@rowright/db'
import { canonicalJson, saltedCommitment } from '@rowright/protocol'
import { transferMany } from '../ledger/index.ts'
import { lockForEpoch } from '../settlement/index.ts'
import { type Deployed, type EpochManifest, type ManifestLine, rootOf } from './manifest.ts'
import { type Plan, plan, type Snapshot } from './plan.ts'
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
  lastEpoch,
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

  const manifest = await writeManifest(ctx, snapshot, planned, deployed, previous)
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
  for (const [poolId, transfers] of planned.transfers) await transferMany(ctx, poolId, transfers)
  await emit(ctx, 'epoch.closed', null, { number })
  return made
}

const sameDeployment = (row: EpochRow, deployed: Deployed): boolean =>
  row.chainId === deployed.chainId &&
  row.rewards === deployed.rewards.toLowerCase() &&
  row.token === deployed.token.toLowerCase()

async function writeManifest(
  ctx: Ctx,
  snapshot: Snapshot,
  planned: Plan,
  deployed: Deployed,
  previous: EpochRow | undefined,
): Promise<EpochManifest> {
  const keys = await poolKeys(ctx, [...new Set(snapshot.lines.map((line) => line.poolId))])
  const lines = snapshot.lines.map((line): ManifestLine => {
    const price = String(line.price)
    const { multiplierPpm } = line
    const verdict = line.accepted ? 'accepted' : 'rejected'
    // Node's HMAC: ten times faster than the portable one, and there can be 100,000 lines.
    const salt = createHmac('sha256', keys.get(line.poolId)!)
      .update(`line:${line.assignmentId}`)
      .digest('hex')
    const commitment = saltedCommitment(salt, {
      assignmentId: line.assignmentId,
      multiplierPpm,
      price,
      verdict,
    })
    const account = snapshot.addresses.get(line.personId) ?? null
    return { account, commitment, price, multiplierPpm, verdict }
  })
  const leaves = new Map(planned.leaves.map((leaf) => [leaf.account, leaf.cumulative]))
  const accounts = [...new Set([...leaves.keys(), ...planned.gains.keys()])].sort().map((account) => {
    const gain = planned.gains.get(account)
    return {
      account,
      work: String(gain?.work ?? 0n),
      carriedIn: String(gain?.carriedIn ?? 0n),
      carriedOut: String(gain?.carriedOut ?? 0n),
      revenue: String(gain?.revenue ?? 0n),
      waited: String(gain?.waited ?? 0n),
      cumulative: String(leaves.get(account) ?? 0n),
    }
  })
  const token = deployed.token.toLowerCase() as `0x${string}`
  return {
    kind: 'rowright.epoch.v1',
    number: snapshot.number,
    chainId: deployed.chainId,
    rewards: deployed.rewards.toLowerCase() as `0x${string}`,
    token,
    previous: previous ? { number: previous.number, manifestSha256: previous.manifestSha256 } : null,
    lines: lines.sort((a, b) => (a.commitment < b.commitment ? -1 : 1)),
    accounts,
    unassigned: { persons: planned.unassigned.persons, amount: String(planned.unassigned.amount) },
    declared: String(planned.leaves.reduce((sum, leaf) => sum + leaf.cumulative, 0n)),
    root: rootOf(planned.leaves, token),
  }
}
