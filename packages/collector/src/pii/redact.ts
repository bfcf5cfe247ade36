import { findCalledIbans, findCards, findIbans } from './bank.ts'
import { findEmails } from './email.ts'
import { type Finding, PERSONAL_DATA_KINDS, type PersonalDataKind } from './finding.ts'
import { findIps } from './ip.ts'
import { findNamedIds } from './namedIds.ts'
import { findNationalIds } from './nationalIds.ts'
import { findPhones } from './phone.ts'
import { findSecretKeys, findSeedPhrases } from './secrets.ts'

/** In order of certainty: where two overlap, the earlier finder keeps the place. */
const FINDERS = [
  findSecretKeys,
  findSeedPhrases,
  findEmails,
  findIbans,
  findCalledIbans,
  findCards,
  findIps,
  findNationalIds,
  findNamedIds,
  findPhones,
]

/** OBJECT REPLACEMENT CHARACTER: no letter, digit, blank or sign of any pattern. */
const BLOT = '\ufffc'
/** A number that leans on another one shows only when that is hidden. */
const ROUNDS = 4

export type PersonalDataCounts = Partial<Record<PersonalDataKind, number>>

/** Personal data in a text, in order of place, without overlaps and without values. */
export function findPersonalData(text: string): Finding[] {
  const kept: Finding[] = []
  let rest = plainDigits(text)
  for (const find of FINDERS) {
    for (let round = 0; round < ROUNDS; round++) {
      const found = disjoint(find(rest))
      if (found.length === 0) break
      for (const finding of found) kept.push(finding)
      rest = hide(rest, found)
    }
  }
  return kept.sort((a, b) => a.start - b.start)
}

/** Digits of Arabic, Persian, Hindi, Bengali, Thai and full width, by the code of their zero. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10]
const OTHER_DIGITS = new RegExp(
  `[${ZEROS.map((zero) => `${String.fromCharCode(zero)}-${String.fromCharCode(zero + 9)}`).join('')}]`,
  'g',
)

/** The same text at the same length with digits that every pattern knows. */
const plainDigits = (text: string): string =>
  text.replace(OTHER_DIGITS, (digit) => {
    const code = digit.charCodeAt(0)
    return String(code - ZEROS.findLast((zero) => zero <= code)!)
  })

/** Of findings that overlap, the one that starts first, and of those the longest. */
function disjoint(findings: Finding[]): Finding[] {
  const kept: Finding[] = []
  for (const finding of findings.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (kept.length === 0 || kept.at(-1)!.end <= finding.start) kept.push(finding)
  }
  return kept
}

/** The text with findings blotted out at the same length, so that a later finder runs neither over nor past them. */
function hide(text: string, findings: Finding[]): string {
  let at = 0
  let hidden = ''
  for (const { start, end } of findings) {
    hidden += text.slice(at, start) + BLOT.repeat(end - start)
    at = end
  }
  return hidden + text.slice(at)
}

/** How many of each kind; kinds that do not occur are left out. */
export function countPersonalData(text: string): PersonalDataCounts {
  return countKinds(findPersonalData(text))
}

/** The text with each finding replaced by its kind in brackets, and the counts. Values leave with neither. */
export function redactPersonalData(text: string): { text: string; counts: PersonalDataCounts } {
  const findings = findPersonalData(text)
  let at = 0
  let redacted = ''
  for (const { kind, start, end } of findings) {
    redacted += `${text.slice(at, start)}[${kind}]`
    at = end
  }
  return { text: redacted + text.slice(at), counts: countKinds(findings) }
}

function countKinds(findings: Finding[]): PersonalDataCounts {
  const counts: PersonalDataCounts = {}
  for (const kind of PERSONAL_DATA_KINDS) {
    const count = findings.filter((finding) => finding.kind === kind).length
    if (count > 0) counts[kind] = count
  }
  return counts
}
