import { buildMerkleTree, hashRewardLeaves, type MerkleTree, openKeccak, sha256Hex } from '@rowright/protocol'

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
  /**
   * SHA-256 over a salt, HMAC-SHA-256(pool key, `line:<assignment>`), and the canonical JSON of
   * {assignmentId, multiplierPpm, price, verdict}. Contributors get the salts of their own lines.
   */
  commitment: string
  price: string
  /** Pay is price × this, floored. */
  multiplierPpm: number
  verdict: 'accepted' | 'rejected'
}

/** One person's part of one license's money: floor(revenue × weightPpm / (rows × 10⁶)). */
export interface ManifestShare {
  account: `0x${string}` | null
  /** As of a line; salt HMAC(pool key, `share:<license>:<person>`), over {licenseId, revenue, rows, weightPpm}. */
  commitment: string
  revenue: string
  rows: number
  weightPpm: string
}

/** What is owed to one address, or to all persons without one together. */
export interface Owed {
  /** Σ accepted lines + carriedIn − carriedOut − netted. */
  work: string
  /** Points and stakes held when the last epoch, and this one, had closed. */
  carriedIn: string
  carriedOut: string
  /** Pay of earlier epochs that turned out wrong, taken back from this one's. */
  netted: string
  /** Σ shares. */
  revenue: string
}

/** A leaf: `cumulative` = `before` + work + revenue + waited. */
export interface ManifestAccount extends Owed {
  account: `0x${string}`
  /** Its leaf in the epoch before. */
  before: string
  /** Of earlier epochs, waited for an address. */
  waited: string
  cumulative: string
}

/** What anybody needs to recompute an epoch. Nothing personal: no row ids, no pseudonyms, no mark on gold. */
export interface EpochManifest extends Deployed {
  kind: 'rowright.epoch.v2'
  number: number
  previous: { number: number; manifestSha256: string; root: `0x${string}`; token: `0x${string}` } | null
  /** By commitment. */
  lines: ManifestLine[]
  /** By commitment. */
  shares: ManifestShare[]
  /** Every leaf of the tree, by account; one with cumulative 0 holds points and has no leaf yet. */
  accounts: ManifestAccount[]
  /** Owed to persons without an address: `amount` = `before` + work + revenue − Σ waited of the accounts. */
  unassigned: Owed & { persons: number; before: string; amount: string }
  /** Sum of all leaves. */
  declared: string
  root: `0x${string}`
  /** First 8 digits of the SHA-256 of each line, share and account and of the rest: they name the place of a changed digit. */
  digests: { lines: string; shares: string; accounts: string; head: string }
}

export interface Leaf {
  account: `0x${string}`
  cumulative: bigint
}

/** The tree over leaves, in any order. */
export async function treeOf(leaves: readonly Leaf[], token: `0x${string}`): Promise<MerkleTree> {
  const keccak = await openKeccak()
  return buildMerkleTree(hashRewardLeaves(leaves, token, keccak), keccak)
}

export const rootOf = async (leaves: readonly Leaf[], token: `0x${string}`): Promise<`0x${string}`> =>
  leaves.length === 0 ? EMPTY_ROOT : (await treeOf(leaves, token)).root

/** Price × multiplier, floored. */
export const multiplied = (price: bigint, multiplierPpm: number): bigint =>
  (price * BigInt(multiplierPpm)) / 1_000_000n

/** Pay of a line; nothing for a rejected one. */
export const payOf = (line: ManifestLine): bigint =>
  line.verdict === 'accepted' ? multiplied(BigInt(line.price), line.multiplierPpm) : 0n

/** Digits of a digest. */
export const DIGEST = 8

/** The digests of a manifest's parts, each over its canonical JSON with keys in order. */
export function digestsOf(manifest: Omit<EpochManifest, 'digests'>, canonical: (value: unknown) => string) {
  const digest = (value: unknown) => sha256Hex(canonical(value)).slice(0, DIGEST)
  const { lines, shares, accounts, ...head } = manifest
  return {
    lines: lines.map(digest).join(''),
    shares: shares.map(digest).join(''),
    accounts: accounts.map(digest).join(''),
    head: digest(head),
  }
}
