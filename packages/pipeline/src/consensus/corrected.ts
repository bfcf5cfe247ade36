import type { Annotation } from '../labeling/index.ts'
import type { latestResults, NewResult } from './store.ts'

type Latest = Awaited<ReturnType<typeof latestResults>>

/** A result that says something else than before; null: nobody stood, or stands, behind one. */
export interface ChangedValue {
  taskId: string
  was: string | null
  now: string | null
}

/** Persons who answered and were found bad: they do not speak. [CNS-17] */
export const silenced = (all: readonly Annotation[], bad: ReadonlyMap<string, unknown>): string[] => [
  ...new Set(all.map((one) => one.personId).filter((personId) => bad.has(personId))),
]

/**
 * Results behind which nobody stands any more: a new round says so, with the old value, no confidence and no
 * annotations. [CNS-17]
 */
export function fallenResults(latest: Latest, spokenOf: ReadonlySet<string>, anyBad: boolean): NewResult[] {
  if (!anyBad) return []
  return [...latest].flatMap(([taskId, { value, round, annotations }]) =>
    spokenOf.has(taskId) || annotations.length === 0
      ? []
      : [{ taskId, round: round + 1, value, confidencePpm: 0, posteriorPpm: {}, votes: {}, annotations: [] }],
  )
}

/** Which of these new results say something else than the latest before them. */
export function changedValues(latest: Latest, results: readonly NewResult[]): ChangedValue[] {
  return results.flatMap(({ taskId, value, annotations }) => {
    const before = latest.get(taskId)
    if (before === undefined) return []
    const now = annotations.length === 0 ? null : value
    const was = before.annotations.length === 0 ? null : before.value
    return was === now ? [] : [{ taskId, was, now }]
  })
}
