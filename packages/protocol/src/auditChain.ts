import { canonicalJson, type Json } from './canonical.ts'
import { sha256Hex } from './hash.ts'

/** One line of an account's audit log. Its hash covers the line and, through `previous`, all before it. */
export interface AuditEntry {
  personId: string
  /** From 1 on, without gaps. */
  seq: number
  /** ISO 8601 in UTC, to the millisecond. */
  at: string
  action: string
  detail: Record<string, Json>
  /** Hash of the line before; 64 zeros for the first. */
  previous: string
  hash: string
}

export const NO_HASH = '0'.repeat(64)

/** SHA-256 of the canonical JSON (RFC 8785) of a line without its hash. */
export const auditHash = ({
  personId,
  seq,
  at,
  action,
  detail,
  previous,
}: Omit<AuditEntry, 'hash'>): string =>
  sha256Hex(canonicalJson({ personId, seq, at, action, detail, previous }))

/**
 * The first line that does not hold: its own hash, its place, or its link to the line before. Null when all do.
 * A log whose end was cut off holds; compare the last hash with one that you kept.
 */
export function firstBroken(entries: readonly AuditEntry[]): { seq: number; why: string } | null {
  let before: AuditEntry | undefined
  for (const [index, entry] of entries.entries()) {
    const expected = index + 1
    if (entry.seq !== expected) return { seq: expected, why: `line ${expected} is missing` }
    if (entry.previous !== (before?.hash ?? NO_HASH))
      return { seq: entry.seq, why: 'it does not follow the line before' }
    if (auditHash(entry) !== entry.hash) return { seq: entry.seq, why: 'it was changed' }
    before = entry
  }
  return null
}

/** What an instance signs of the last line of an account's log: whoever keeps it can show later that nothing was cut. */
export const auditHeadText = ({
  personId,
  seq,
  hash,
}: Pick<AuditEntry, 'personId' | 'seq' | 'hash'>): string =>
  `rowright.audit-head.v1\n${personId}\n${seq}\n${hash}`
