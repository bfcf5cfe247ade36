import { inEnglish, type Sentence, sentence } from '../words/sentence.ts'

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
  /** One sentence for a person, in English, and as data for other languages. */
  reason: string
  said: Sentence
}

export interface Decision {
  allowed: boolean
  /** Of the first refusal; of a permission, how many signals were read. */
  reason: string
  said: Sentence
  evidence: Evidence[]
}

/** The most restrictive wins: one refusal refuses. */
export function decideBy(evidence: Evidence[]): Decision {
  const refusal = evidence.find(({ stance }) => stance === 'refuses')
  const said = refusal?.said ?? sentence('noRefusal', evidence.length)
  return { allowed: refusal === undefined, reason: inEnglish(said), said, evidence }
}

const LONGEST = 500

export const say = (
  signal: Signal,
  stance: Evidence['stance'],
  where: string,
  text: string,
  said: Sentence,
): Evidence => ({ signal, stance, where, text: text.slice(0, LONGEST), reason: inEnglish(said), said })
