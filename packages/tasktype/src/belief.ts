/** An answer in its stored form, and the chance that its labeler agrees with the truth. */
export interface Voice {
  value: string
  reliability: number
}

/** What answers to one task come to, and the probability that it agrees with the truth. */
export interface Belief {
  value: string
  confidence: number
}

/** How the answers of a type are weighed against each other. */
export interface Comparing {
  /** Share of random answers that agree with the truth, 0…1. */
  chance: number
  agrees(value: string, truth: string): boolean
  /** What answers are taken to say together; default: the one that most speaks for. */
  together?(values: readonly string[]): string
}

/** Nobody is believed to be always right or always wrong. */
const FLOOR = 1e-6

/**
 * One coin per labeler, as `onlinePosterior`, for answers of any type: an answer agrees with the truth with chance p, a
 * random one with q; it speaks p (1 − q) / (q (1 − p)) : 1 for every value that it agrees with. There are 1 / q values to
 * tell apart, all alike before the first answer. The order of the answers changes no bit. [TYP-12]
 */
export function believe(voices: readonly Voice[], comparing: Comparing): Belief | null {
  if (voices.length === 0) return null
  const said = [...new Set(voices.map((one) => one.value))].sort()
  const value = comparing.together?.(voices.map((one) => one.value))
  const weights = voices.map((one) => coin(one.reliability, comparing.chance))
  const speaksFor = (candidate: string) =>
    voices.reduce((sum, one, i) => (comparing.agrees(one.value, candidate) ? sum + weights[i]! : sum), 0)
  const ranked = said
    .map((candidate) => ({ candidate, weight: speaksFor(candidate) }))
    .sort((a, b) => b.weight - a.weight)
  const best =
    value === undefined || value === ranked[0]!.candidate
      ? ranked[0]!
      : { candidate: value, weight: speaksFor(value) }
  // What agrees with a value already counted is no rival of it.
  const apart = [best]
  for (const one of ranked) {
    if (!apart.some((known) => comparing.agrees(one.candidate, known.candidate))) apart.push(one)
  }
  const most = Math.max(0, ...apart.map((one) => one.weight))
  const odds = apart.map((one) => Math.exp(one.weight - most))
  const unsaid = Math.max(0, 1 / comparing.chance - apart.length) * Math.exp(-most)
  const all = odds.reduce((sum, one) => sum + one, unsaid)
  return { value: best.candidate, confidence: odds[0]! / all }
}

/** Logarithm of how much an answer speaks for what it agrees with, to 2⁻³²: such numbers add up exactly. */
function coin(reliability: number, chance: number): number {
  if (chance >= 1) return 0
  const p = Math.min(1 - FLOOR, Math.max(FLOOR, reliability))
  return Math.round(Math.log((p * (1 - chance)) / (chance * (1 - p))) * 2 ** 32) / 2 ** 32
}
