import { copyingGroups, encode } from '@rowright/aggregate'
import type { Answered } from './screen.ts'

/** Two labelers who agree beyond what their accuracy explains. */
export interface CopyingPersons {
  first: string
  second: string
  shared: number
  agreement: number
  z: number
}

/**
 * Labelers who answer as one hand, by person id, and the pairs that say so. [CNS-16] Those who failed the gold screen
 * are left out before: a ring that holds a third of the answers would be the consensus that it is held against.
 */
export function findCopying(
  annotations: readonly Answered[],
  gold: ReadonlyMap<string, string>,
): { groups: string[][]; pairs: CopyingPersons[] } {
  const encoded = encode(
    annotations.map((one) => ({ task: one.taskId, labeler: one.personId, label: one.value })),
  )
  const known = encoded.tasks.flatMap((taskId, task) => {
    const label = encoded.classes.indexOf(gold.get(taskId) ?? '')
    return gold.has(taskId) && label >= 0 ? [{ task, label }] : []
  })
  const { groups, pairs } = copyingGroups(encoded.annotations, {
    gold: { task: known.map((one) => one.task), label: known.map((one) => one.label) },
  })
  const name = (labeler: number) => encoded.labelers[labeler]!
  return {
    groups: groups.map((group) => group.map(name).sort()),
    pairs: pairs.map(({ first, second, ...rest }) => ({ first: name(first), second: name(second), ...rest })),
  }
}

/** In whose name a person's answers count: of a copying group, its first member's. */
export function voicesOf(groups: readonly (readonly string[])[]): (personId: string) => string {
  const voices = new Map(groups.flatMap((group) => group.map((personId) => [personId, group[0]!] as const)))
  return (personId) => voices.get(personId) ?? personId
}

/**
 * The annotations in which each copying group speaks once per task: with the answer that most of it gave (of equals the
 * first by name), under the name of its first member. [CNS-16] Order is kept.
 */
export function collapse<T extends Answered>(
  annotations: readonly T[],
  groups: readonly (readonly string[])[],
): T[] {
  if (groups.length === 0) return [...annotations]
  const voice = voicesOf(groups)
  const kept = new Set<T>()
  for (const together of Map.groupBy(annotations, (one) => `${one.taskId} ${voice(one.personId)}`).values()) {
    const counts = new Map<string, number>()
    for (const { value } of together) counts.set(value, (counts.get(value) ?? 0) + 1)
    const most = Math.max(...counts.values())
    const value = [...counts.keys()].filter((one) => counts.get(one) === most).sort()[0]
    const said = together.filter((one) => one.value === value)
    kept.add(said.reduce((first, one) => (one.personId < first.personId ? one : first)))
  }
  return annotations.filter((one) => kept.has(one)).map((one) => ({ ...one, personId: voice(one.personId) }))
}
