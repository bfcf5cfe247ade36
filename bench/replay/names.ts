import { sha256Hex } from '@rowright/protocol'

const MOST = 200

/**
 * A task or label as the API takes it: 1 to 200 characters that a database can keep. What does not fit is
 * shortened and made unique by its hash, so that any dataset can be played.
 */
export function nameOf(text: string): string {
  if (text.length <= MOST && text.trim() === text && text !== '' && keepable(text)) return text
  const start = [...text.toWellFormed()].filter((character) => keepable(character)).slice(0, 60)
  return `${start.join('').trim()}#${sha256Hex(JSON.stringify(text)).slice(0, 16)}`
}

/** Postgres keeps no NUL, UTF-8 no half of a surrogate pair. */
const keepable = (text: string) => text.isWellFormed() && !/[\0\uFFFD]/.test(text)

/** Names by text, and back. */
export function namesOf(texts: Iterable<string>): { name: Map<string, string>; text: Map<string, string> } {
  const name = new Map([...texts].map((text) => [text, nameOf(text)]))
  return { name, text: new Map([...name].map(([from, to]) => [to, from])) }
}

/** A gold task is a seeded random one of those with a truth: this share of them, rounded. */
const GOLD_SHARE = 0.05

/** Which tasks are gold: those whose hash with the seed comes first. The same on every machine. */
export function drawGold(candidates: readonly string[], seed: string): Set<string> {
  const ranked = candidates
    .map((task) => ({ task, rank: sha256Hex(JSON.stringify(['gold', seed, task])) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
  return new Set(ranked.slice(0, Math.round(candidates.length * GOLD_SHARE)).map(({ task }) => task))
}
