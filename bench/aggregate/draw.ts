import type { Annotations } from '@rowright/aggregate'

/** Uniform draws in [0, 1) from a seed (mulberry32): the same on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A shuffled copy (Fisher–Yates). */
export function shuffle<T>(values: Iterable<T>, random: () => number): T[] {
  const shuffled = [...values]
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const value = shuffled[i]!
    shuffled[i] = shuffled[j]!
    shuffled[j] = value
  }
  return shuffled
}

/** Positions of each task's annotations, in a random order. */
export function shuffleAnswers(a: Annotations, random: () => number): number[][] {
  const byTask: number[][] = Array.from({ length: a.taskCount }, () => [])
  for (const n of shuffle(a.task.keys(), random)) byTask[a.task[n]!]!.push(n)
  return byTask
}

/** The annotations at these positions; tasks, labelers and classes keep their indices. */
export function pick(a: Annotations, positions: Iterable<number>): Annotations {
  const kept = Uint32Array.from(positions)
  return {
    ...a,
    task: kept.map((n) => a.task[n]!),
    labeler: kept.map((n) => a.labeler[n]!),
    label: kept.map((n) => a.label[n]!),
  }
}
