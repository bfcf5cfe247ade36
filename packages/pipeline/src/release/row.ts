import { canonicalJson, hmacHex, saltedCommitment, sha256Hex } from '@rowright/protocol'
import type { RowSplit } from '../pool/index.ts'

/** One line of a release: an item with its result. */
export interface ReleaseRow {
  /** External id of the item. */
  id: string
  item: {
    sha256: string
    payload: Record<string, unknown>
    provenance: unknown
    /** Hash of the giver's signed consent; absent where the pool's requester gave the item. */
    consent?: string
  }
  result: {
    value: string
    confidence: number
    method: string
    version: string
    votes: Record<string, number>
  }
  annotations: ReleasedAnnotation[]
  /** Name of the campaign. */
  campaign: string
  /** Name of its question in the manifest; absent in releases of before manifests had them. */
  question?: string
  assignment: 'open' | 'list'
  weight: 1
}

export interface ReleasedAnnotation {
  /** Pseudonym: the same labeler in all releases of one pool, and in no other. */
  labeler: string
  value: string
  verdict: 'accepted' | 'rejected' | 'undecided'
  madeBy: string
  /** What was in view as a suggestion, of assisted answers. */
  suggestion?: { value: string; model: string; version: string; confidence: number | null }
  reliability: { accuracy: number; low: number; high: number } | null
  /** Hash of the signed consent that covers it. */
  consent: string
}

/** The name of a person in a pool's releases: 16 hex digits of HMAC-SHA-256 under the pool's key. */
export const pseudonym = (poolKey: Uint8Array, personId: string): string =>
  hmacHex(poolKey, `pseudonym:${personId}`).slice(0, 16)

/** The name of a row in all versions: half a SHA-256 over its salt, so that only who has a row can compute it. */
export const rowIdOf = (salt: string): string => sha256Hex(`rowright.row:${salt}`).slice(0, 32)

/** A row's line and its commitment. The salt depends on key and task only: the same content, the same bytes. [REL-4] */
export function seal(
  poolKey: Uint8Array,
  taskId: string,
  row: ReleaseRow,
): { line: string; salt: string; commitment: string } {
  const salt = hmacHex(poolKey, `row:${taskId}`)
  return { line: `${canonicalJson({ ...row, salt })}\n`, salt, commitment: saltedCommitment(salt, row) }
}

/** By what they say, then by pseudonym: two instances with the same answers list them alike. */
export function inOrder(annotations: readonly ReleasedAnnotation[]): ReleasedAnnotation[] {
  const key = ({ labeler, consent: _, ...said }: ReleasedAnnotation) => `${canonicalJson(said)} ${labeler}`
  return annotations
    .map((one) => ({ one, key: key(one) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ one }) => one)
}

/** The host of a collected item and its part of the row, in ppm; null: an item without a source, or without a part. */
export function sourceOf(provenance: unknown): { host: string; sharePpm: number } | null {
  const rights = (provenance as { sourceRights?: { host?: unknown; sharePpm?: unknown } } | null)
    ?.sourceRights
  const { host, sharePpm } = rights ?? {}
  if (typeof host !== 'string' || typeof sharePpm !== 'number') return null
  return sharePpm > 0 && sharePpm <= WHOLE ? { host, sharePpm } : null
}

const WHOLE = 1_000_000

/**
 * Splits a row's weight of 1,000,000 ppm: `sourcePpm` to its host (none for an uploaded item); of what that leaves
 * `giver` to whom the item comes from and `labelers` equally per accepted annotation, both floored. What is left over
 * stays undistributed. [REL-6]
 */
export function splitRow(
  split: RowSplit,
  giverId: string,
  accepted: readonly string[],
  sourcePpm = 0,
): Map<string, bigint> {
  const left = (ppm: number) => (BigInt(ppm) * BigInt(WHOLE - sourcePpm)) / BigInt(WHOLE)
  const shares = new Map<string, bigint>([[giverId, left(split.giver)]])
  if (accepted.length === 0) return shares
  const each = left(split.labelers) / BigInt(accepted.length)
  for (const personId of accepted) shares.set(personId, (shares.get(personId) ?? 0n) + each)
  return shares
}
