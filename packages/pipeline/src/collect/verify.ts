import { samePage } from './agreement.ts'
import type { Prints } from './prints.ts'

export type Outcome = 'pass' | 'fail' | 'no-evidence'

/** A look at the URL by somebody else; `text` is null when the page could not be had. */
export interface Look {
  by: 'node' | 'platform'
  text: Prints | null
}

/** What is known now, or who has to look next. */
export type Verification =
  | { next: 'witness' | 'platform' }
  /** `witnesses` in the order of the looks. */
  | { outcome: Outcome; volatile: boolean; witnesses: Outcome[] }

/** Looks without a page after which we stop trying. */
const TRIES = 3

/**
 * Judges a contribution by what others saw. [CLT-2, CLT-3] Pure; called again after each look.
 * @param looks the oldest first. @param same which texts are the same: a page that is said to be unchanged must be nearer.
 */
export function verify(
  own: Prints,
  looks: readonly Look[],
  same: (a: Prints, b: Prints) => boolean = samePage,
): Verification {
  const seen = looks.flatMap((look) => (look.text ? [{ by: look.by, text: look.text }] : []))
  const settle = (outcome: Outcome, judge: (text: Prints) => Outcome, volatile = false): Verification => ({
    outcome,
    volatile,
    witnesses: looks.map(({ text }) => (text ? judge(text) : 'no-evidence')),
  })
  const [first, ...others] = seen
  if (!first) return looks.length >= TRIES ? settle('no-evidence', () => 'no-evidence') : { next: 'witness' }
  if (others.length === 0) {
    if (same(own, first.text)) return settle('pass', () => 'pass')
    return looks.length - seen.length >= TRIES
      ? settle('no-evidence', () => 'no-evidence')
      : // The platform is one visitor: what it sees twice of a page with two faces is one face. A third pair of eyes decides.
        { next: first.by === 'platform' ? 'witness' : 'platform' }
  }
  const { by, text: third } = others.at(-1)!
  // Somebody else sees what the node saw, and the platform does not: two faces, or two who lie alike. Neither is proof.
  if (first.by === 'platform' && by === 'node' && same(own, third))
    return settle('no-evidence', () => 'no-evidence', true)
  if (same(own, third))
    return settle('pass', (text) => (same(text, own) || same(text, third) ? 'pass' : 'fail'))
  if (same(first.text, third)) return settle('fail', () => 'pass')
  return settle('no-evidence', () => 'no-evidence', true)
}
