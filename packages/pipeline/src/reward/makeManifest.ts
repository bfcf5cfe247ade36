import { createHash, createHmac } from 'node:crypto'
import { canonicalJson } from '@rowright/protocol'
import type { Gain, Plan, Snapshot } from './epochShapes.ts'
import {
  type Deployed,
  digestsOf,
  type EpochManifest,
  type ManifestLine,
  type ManifestShare,
  type Owed,
  rootOf,
} from './manifest.ts'

/** The last epoch, as far as a manifest names it. */
export interface Before {
  number: number
  manifestSha256: string
  root: string
  token: string
}

type Keys = ReadonlyMap<string, Uint8Array>

/** The salt of a line or share. Node's HMAC: ten times faster than the portable one, and there can be 100,000 lines. */
export const saltOf = (key: Uint8Array, of: string): Buffer => createHmac('sha256', key).update(of).digest()

/** SHA-256 over a salt and the canonical JSON of a value: `saltedCommitment`, by Node. */
export const commitmentOf = (salt: Buffer, value: unknown): string =>
  createHash('sha256').update(salt).update(canonicalJson(value)).digest('hex')

/** What a line commits to. */
export const lineValue = (line: Snapshot['lines'][number]) => ({
  assignmentId: line.assignmentId,
  multiplierPpm: line.multiplierPpm,
  price: String(line.price),
  verdict: line.accepted ? ('accepted' as const) : ('rejected' as const),
})

/** The manifest of a planned epoch: what anybody needs to recompute it. [REW-8, REW-9] @param keys of the pools. */
export async function makeManifest(
  snapshot: Snapshot,
  planned: Plan,
  deployed: Deployed,
  previous: Before | undefined,
  keys: Keys,
): Promise<EpochManifest> {
  const token = deployed.token.toLowerCase() as `0x${string}`
  const leaves = new Map(planned.leaves.map((leaf) => [leaf.account, leaf.cumulative]))
  const accounts = [...new Set([...leaves.keys(), ...planned.gains.keys()])].sort().map((account) => {
    const gain = planned.gains.get(account)
    return {
      account,
      before: String(snapshot.leaves.get(account) ?? 0n),
      ...owed(gain),
      waited: String(gain?.waited ?? 0n),
      cumulative: String(leaves.get(account) ?? 0n),
    }
  })
  const manifest = {
    kind: 'rowright.epoch.v2' as const,
    number: snapshot.number,
    chainId: deployed.chainId,
    rewards: deployed.rewards.toLowerCase() as `0x${string}`,
    token,
    previous: previous
      ? {
          number: previous.number,
          manifestSha256: previous.manifestSha256,
          root: previous.root as `0x${string}`,
          token: previous.token as `0x${string}`,
        }
      : null,
    lines: linesOf(snapshot, keys),
    shares: sharesOf(snapshot, planned, keys),
    accounts,
    unassigned: {
      ...owed(planned.escrow),
      persons: planned.unassigned.persons,
      before: String(snapshot.waiting.reduce((sum, one) => sum + one.amount, 0n)),
      amount: String(planned.unassigned.amount),
    },
    declared: String(planned.leaves.reduce((sum, leaf) => sum + leaf.cumulative, 0n)),
    root: await rootOf(planned.leaves, token),
  }
  return { ...manifest, digests: digestsOf(manifest, canonicalJson) }
}

const owed = (gain: Gain | undefined): Owed => ({
  work: String(gain?.work ?? 0n),
  carriedIn: String(gain?.carriedIn ?? 0n),
  carriedOut: String(gain?.carriedOut ?? 0n),
  netted: String(gain?.netted ?? 0n),
  revenue: String(gain?.revenue ?? 0n),
})

const byCommitment = (a: { commitment: string }, b: { commitment: string }) =>
  a.commitment < b.commitment ? -1 : 1

function linesOf(snapshot: Snapshot, keys: Keys): ManifestLine[] {
  const lines = snapshot.lines.map((line): ManifestLine => {
    const { price, multiplierPpm, verdict, assignmentId } = lineValue(line)
    const salt = saltOf(keys.get(line.poolId)!, `line:${assignmentId}`)
    const account = snapshot.addresses.get(line.personId) ?? null
    return { account, commitment: commitmentOf(salt, lineValue(line)), price, multiplierPpm, verdict }
  })
  return lines.sort(byCommitment)
}

function sharesOf(snapshot: Snapshot, planned: Plan, keys: Keys): ManifestShare[] {
  const shares = planned.shares.map((one): ManifestShare => {
    const value = { revenue: String(one.revenue), rows: one.rows, weightPpm: String(one.weightPpm) }
    const salt = saltOf(keys.get(one.poolId)!, `share:${one.licenseId}:${one.personId}`)
    const commitment = commitmentOf(salt, { licenseId: one.licenseId, ...value })
    return { account: snapshot.addresses.get(one.personId) ?? null, commitment, ...value }
  })
  return shares.sort(byCommitment)
}
