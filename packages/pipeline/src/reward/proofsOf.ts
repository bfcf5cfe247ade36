import type { Ctx } from '@rowright/db'
import { hashRewardLeaf, type MerkleTree } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import { rootMismatch } from './errors.ts'
import { treeOf } from './manifest.ts'
import { epochs } from './postEpoch.ts'
import { readLeaves } from './snapshot.ts'
import type { EpochRow } from './store.ts'

export interface Proof {
  account: `0x${string}`
  token: `0x${string}`
  cumulative: bigint
  /** Claimed so far. */
  claimed: bigint
  epoch: number
  proof: `0x${string}`[]
}

/** The newest epoch that is active on chain. */
export async function activeEpoch(ctx: Ctx): Promise<EpochRow | null> {
  return (await epochs(ctx)).find((epoch) => epoch.activatedAt) ?? null
}

/** The last tree built, by root: a tree never changes, and building one of 100,000 leaves takes seconds. */
let lastBuilt: { root: string; leaves: Map<`0x${string}`, bigint>; tree: MerkleTree } | undefined

async function treeOfEpoch(ctx: Ctx, epoch: EpochRow) {
  if (lastBuilt?.root === epoch.root) return lastBuilt
  const leaves = await readLeaves(ctx, epoch.number)
  const list = [...leaves].map(([account, cumulative]) => ({ account, cumulative }))
  const tree = await treeOf(list, epoch.token as `0x${string}`)
  if (tree.root !== epoch.root) throw rootMismatch(epoch.number)
  lastBuilt = { root: epoch.root, leaves, tree }
  return lastBuilt
}

/** What the active epoch owes these addresses over all time, with proofs; addresses without a leaf are absent. [REW-12] */
export async function proofsOf(ctx: Ctx, addresses: readonly string[]): Promise<Proof[]> {
  const epoch = await activeEpoch(ctx)
  if (!epoch || addresses.length === 0) return []
  const { leaves, tree } = await treeOfEpoch(ctx, epoch)
  const claimed = await claimedBy(ctx, addresses)
  const token = epoch.token as `0x${string}`
  return [...new Set(addresses.map((address) => address.toLowerCase() as `0x${string}`))].flatMap(
    (account) => {
      const cumulative = leaves.get(account)
      if (cumulative === undefined) return []
      const proof = tree.proof(hashRewardLeaf({ account, token, cumulative }))
      return [{ account, token, cumulative, claimed: claimed.get(account) ?? 0n, epoch: epoch.number, proof }]
    },
  )
}

/** What each address has claimed on chain. */
async function claimedBy(ctx: Ctx, addresses: readonly string[]): Promise<Map<string, bigint>> {
  const { rows } = await ctx.tx.execute<{ address: string; claimed: string }>(sql`
    select address, max(cumulative) as claimed from claim
    where address = any(${sql.param(addresses.map((one) => one.toLowerCase()))}::text[]) and orphaned_at is null group by 1`)
  return new Map(rows.map((row) => [row.address, BigInt(row.claimed)]))
}
