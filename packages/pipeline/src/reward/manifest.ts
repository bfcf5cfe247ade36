import { buildMerkleTree, hashRewardLeaf } from '@rowright/protocol'

/** Where an epoch's root is posted and what it pays in. */
export interface Deployed {
  chainId: number
  rewards: `0x${string}`
  token: `0x${string}`
}

/** The root of an epoch without leaves; never posted. */
export const EMPTY_ROOT = `0x${'0'.repeat(64)}` as const

/** One verdict. `account` is null for a person without an address. Amounts are decimal strings of base units. */
export interface ManifestLine {
  account: `0x${string}` | null
  /** SHA-256 over HMAC-SHA-256(pool key, `line:<assignment>`) and the canonical JSON of {assignmentId, multiplierPpm, price, verdict}. */
  commitment: string
  price: string
  multiplierPpm: number
  verdict: 'accepted' | 'rejected'
}

/** A leaf and what it grew by: `cumulative` = the last epoch's + work + revenue + waited. */
export interface ManifestAccount {
  account: `0x${string}`
  /** Points cashed in: Σ accepted lines + carriedIn − carriedOut. */
  work: string
  /** Points and stakes held when the last epoch, and this one, had closed. */
  carriedIn: string
  carriedOut: string
  /** License money. */
  revenue: string
  /** Of earlier epochs, waited for an address. */
  waited: string
  cumulative: string
}

/** What anybody needs to recompute an epoch. Nothing personal: no row ids, no pseudonyms, no mark on gold. */
export interface EpochManifest extends Deployed {
  kind: 'rowright.epoch.v1'
  number: number
  previous: { number: number; manifestSha256: string } | null
  /** By commitment. */
  lines: ManifestLine[]
  /** Every leaf of the tree, by account; one with cumulative 0 holds points and has no leaf yet. */
  accounts: ManifestAccount[]
  /** Owed to persons without an address. */
  unassigned: { persons: number; amount: string }
  /** Sum of all leaves. */
  declared: string
  root: `0x${string}`
}

export interface Leaf {
  account: `0x${string}`
  cumulative: bigint
}

/** The tree over leaves, in any order. */
export const treeOf = (leaves: readonly Leaf[], token: `0x${string}`) =>
  buildMerkleTree(leaves.map((leaf) => hashRewardLeaf({ ...leaf, token })))

export const rootOf = (leaves: readonly Leaf[], token: `0x${string}`): `0x${string}` =>
  leaves.length === 0 ? EMPTY_ROOT : treeOf(leaves, token).root

/** Price × multiplier, floored. */
export const multiplied = (price: bigint, multiplierPpm: number): bigint =>
  (price * BigInt(multiplierPpm)) / 1_000_000n

/** Pay of a line; nothing for a rejected one. */
export const payOf = (line: ManifestLine): bigint =>
  line.verdict === 'accepted' ? multiplied(BigInt(line.price), line.multiplierPpm) : 0n
