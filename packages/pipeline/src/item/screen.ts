import type { PersonalDataKind } from '@rowright/collector'
import { countPersonalData } from '@rowright/collector/pii'
import { pictureFault } from './picture.ts'

/** Why an item is held back. It names no value, so it may be logged and shown. */
export interface HeldFor {
  rule: 'personal-data' | 'picture' | 'unsafe'
  /** What of that rule: a kind of personal data, a fault of a picture, a kind of unsafe content. */
  kind: string
  /** Where in the payload, e.g. `text` or `pages.2.image`. */
  field: string
  count: number
}

/** Personal data that its giver alone cannot clear: what it opens cannot be closed again. [ITM-6] */
const SENSITIVE: ReadonlySet<string> = new Set<PersonalDataKind>([
  'iban',
  'card',
  'national-id',
  'seed-phrase',
  'secret-key',
])

/** Whether a steward has to look at it. [ITM-6] */
export const isSensitive = (reasons: readonly HeldFor[]): boolean =>
  reasons.some((one) => one.rule === 'unsafe' || (one.rule === 'personal-data' && SENSITIVE.has(one.kind)))

/** Signs that turn the direction of text unseen: what is read is not what is there (CVE-2021-42574). */
const HIDDEN_DIRECTION = /[\u202a-\u202e\u2066-\u2069]/g
const ACTIVE = /<script\b|\bjavascript:|\bvbscript:|<iframe\b/gi
/** The file by which scanners for malware are tried (EICAR). */
const TEST_VIRUS = /X5O!P%@AP\[4\\PZX54\(P\^\)7CC\)7\}\$EICAR/g
/**
 * Sexual words within four words of words for children, in one sentence. A word list is no judge: it only asks a steward to look,
 * and nobody else sees the item until then.
 */
const SEXUAL = 'sex|sexual|sexually|nude|naked|porn|pornographic|erotic|explicit'
const CHILD = 'child|children|minor|minors|kid|kids|toddler|toddlers|preteen|underage|infant|infants'
const NEAR = String.raw`\b(?:[^\w.!?\n]+\w+){0,4}?[^\w.!?\n]+`
const CHILDREN = new RegExp(
  String.raw`\b(?:${SEXUAL})${NEAR}(?:${CHILD})\b|\b(?:${CHILD})${NEAR}(?:${SEXUAL})\b|兒童色情|儿童色情|बाल अश्लील`,
  'giu',
)

const UNSAFE: [kind: string, pattern: RegExp][] = [
  ['hidden-direction', HIDDEN_DIRECTION],
  ['active-content', ACTIVE],
  ['malware', TEST_VIRUS],
  ['children', CHILDREN],
]

/** What a text is held back for. @param field its place in the payload. */
export function screenText(text: string, field: string): HeldFor[] {
  const personal = Object.entries(countPersonalData(text)).map(([kind, count]) => ({
    rule: 'personal-data' as const,
    kind,
    field,
    count,
  }))
  const unsafe = UNSAFE.flatMap(([kind, pattern]) => {
    const count = text.match(pattern)?.length ?? 0
    return count === 0 ? [] : [{ rule: 'unsafe' as const, kind, field, count }]
  })
  return [...personal, ...unsafe]
}

/** What an item is held back for: each of its texts, and each picture in it by type and size. [ITM-5] */
export function screen(payload: Record<string, unknown>): HeldFor[] {
  return [...textsOf(payload, '')].flatMap(([field, text]) => {
    if (!/^data:/i.test(text)) return screenText(text, field)
    const kind = pictureFault(text)
    return kind === null ? [] : [{ rule: 'picture' as const, kind, field, count: 1 }]
  })
}

function* textsOf(value: unknown, path: string): Generator<[field: string, text: string]> {
  if (typeof value === 'string') yield [path, value]
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) yield* textsOf(inner, path ? `${path}.${key}` : key)
}
