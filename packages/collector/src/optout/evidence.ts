/** Every signal that is looked for. */
export type Signal =
  | 'url'
  | 'status'
  | 'robots'
  | 'ai-agent'
  | 'content-signal'
  | 'content-usage'
  | 'tdmrep'
  | 'rsl'
  | 'x-robots-tag'
  | 'meta-robots'
  | 'ai-txt'
  | 'cache-control'
  | 'login'
  | 'paywall'
  | 'content'

/** One thing that was found, where, and in its own words. */
export interface Evidence {
  signal: Signal
  /** `unclear`: something was said that nobody can read; it neither permits nor refuses. */
  stance: 'refuses' | 'permits' | 'unclear'
  /** e.g. `robots.txt line 12`, `header x-robots-tag`, `meta robots`. */
  where: string
  /** The raw words, at most 500 characters. */
  text: string
  /** One sentence for a person. */
  reason: string
}

export interface Decision {
  allowed: boolean
  /** Of the first refusal; of a permission, how many signals were read. */
  reason: string
  evidence: Evidence[]
}

/** The most restrictive wins: one refusal refuses. */
export function decideBy(evidence: Evidence[]): Decision {
  const refusal = evidence.find(({ stance }) => stance === 'refuses')
  return refusal
    ? { allowed: false, reason: refusal.reason, evidence }
    : { allowed: true, reason: `No signal refuses; ${evidence.length} found.`, evidence }
}

const LONGEST = 500

export const say = (
  signal: Signal,
  stance: Evidence['stance'],
  where: string,
  text: string,
  reason: string,
): Evidence => ({ signal, stance, where, text: text.slice(0, LONGEST), reason })
