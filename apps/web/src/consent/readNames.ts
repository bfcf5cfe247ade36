import { MOST_NAMED } from '@rowright/protocol'

/** What a contributor wrote about who may and who may not, as she wrote it. */
export interface NamesInput {
  /** For those she allows by name, and for nobody else. */
  only: boolean
  /** Addresses, apart by lines, spaces or commas. */
  allowed: string
  denied: string
}

export const NOBODY: NamesInput = { only: false, allowed: '', denied: '' }

export type NameProblem = 'notAddress' | 'twice' | 'both' | 'tooMany' | 'nobody'

export interface Names {
  licensees: { allowed: string[]; denied: string[] }
  /** The first thing wrong with each list; with any, nothing is signed. `name` is what it is about. */
  problems: Partial<Record<'allowed' | 'denied', { problem: NameProblem; name: string }>>
}

const listed = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map((name) => name.toLowerCase())

function problemOf(names: string[], others: string[]): { problem: NameProblem; name: string } | undefined {
  for (const [i, name] of names.entries()) {
    if (!/^0x[0-9a-f]{40}$/.test(name)) return { problem: 'notAddress', name }
    if (names.indexOf(name) < i) return { problem: 'twice', name }
    if (others.includes(name)) return { problem: 'both', name }
  }
  return names.length > MOST_NAMED ? { problem: 'tooMany', name: String(MOST_NAMED) } : undefined
}

/** Reads the lists as the consent room will, so that what is wrong is said before it is signed. [CON-10] */
export function readNames(input: NamesInput): Names {
  const allowed = listed(input.allowed)
  // Who is for nobody else needs no list of whom it is not for.
  const denied = input.only ? [] : listed(input.denied)
  const nobody = input.only && allowed.length === 0 ? { problem: 'nobody' as const, name: '' } : undefined
  const ofAllowed = problemOf(allowed, []) ?? nobody
  const ofDenied = problemOf(denied, allowed)
  return {
    licensees: { allowed, denied },
    problems: { ...(ofAllowed && { allowed: ofAllowed }), ...(ofDenied && { denied: ofDenied }) },
  }
}
