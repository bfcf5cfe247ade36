import { type ConsentBody, namedIn } from '@rowright/protocol'
import type { Use } from '../license/index.ts'
import { type Questions, type ReleaseRow, recount } from '../release/index.ts'

/**
 * Whether a consent allows a use: every purpose of it, and its class of licensee, or anyone, or the licensee by name;
 * and never a licensee that it denies. What is not known is not allowed. [EXP-3, EXP-9]
 */
export function admits(consent: ConsentBody | undefined, use: Use): boolean {
  if (consent === undefined || use.purposes.length === 0) return false
  const { allowed, denied } = namedIn(consent)
  const names = use.licensees ?? []
  if (names.some((name) => denied.includes(name))) return false
  if (!use.purposes.every((purpose) => consent.purposes.includes(purpose))) return false
  const byClass =
    consent.licenseeClasses.includes('anyone') || consent.licenseeClasses.includes(use.licenseeClass)
  return byClass || names.some((name) => allowed.includes(name))
}

/**
 * A row as far as its contributors' consents allow the use: answers that are not for it are left out and the result
 * is counted again without them; null when no answer is left, or the item itself is not for it. [EXP-3]
 * @param allowed hashes of the consents that admit the use. @param questions of the release.
 */
export function gateRow(
  row: ReleaseRow,
  allowed: ReadonlySet<string>,
  questions: Questions,
): ReleaseRow | null {
  if (row.item.consent !== undefined && !allowed.has(row.item.consent)) return null
  const annotations = row.annotations.filter((one) => allowed.has(one.consent))
  if (annotations.length === row.annotations.length) return row
  return annotations.length === 0 ? null : recount({ ...row, annotations }, questions)
}
