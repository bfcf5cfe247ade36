import { agreeingGroups, type Copying, copyingGroups, encode } from '@rowright/aggregate'
import { type Question, questionOf } from '@rowright/tasktype'
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
 * `judged`: pairs that share enough.
 * @param suggested what a machine had put in view, by assignment: two who both keep it copy the machine, not each other.
 */
export function findCopying(
  annotations: readonly Answered[],
  gold: ReadonlyMap<string, string>,
  question: Question,
  suggested: ReadonlyMap<string, string> = new Map(),
): { groups: string[][]; pairs: CopyingPersons[]; judged: number } {
  const { type } = questionOf(question)
  const { labelers, found } = type.nominal
    ? amongClasses(annotations, gold)
    : amongOpen(annotations, gold, question, suggested)
  const name = (labeler: number) => labelers[labeler]!
  return {
    groups: found.groups.map((group) => group.map(name).sort()),
    judged: found.judged,
    pairs: found.pairs.map(({ first, second, ...rest }) => ({
      first: name(first),
      second: name(second),
      ...rest,
    })),
  }
}

type Found = { labelers: readonly string[]; found: Copying }

function amongClasses(annotations: readonly Answered[], gold: ReadonlyMap<string, string>): Found {
  const encoded = encode(
    annotations.map((one) => ({ task: one.taskId, labeler: one.personId, label: one.value })),
  )
  const known = encoded.tasks.flatMap((taskId, task) => {
    const label = encoded.classes.indexOf(gold.get(taskId) ?? '')
    return gold.has(taskId) && label >= 0 ? [{ task, label }] : []
  })
  const found = copyingGroups(encoded.annotations, {
    gold: { task: known.map((one) => one.task), label: known.map((one) => one.label) },
  })
  return { labelers: encoded.labelers, found }
}

/** Answers that are no classes: who agrees with whom as their type compares, habits aside. */
function amongOpen(
  annotations: readonly Answered[],
  gold: ReadonlyMap<string, string>,
  question: Question,
  suggested: ReadonlyMap<string, string>,
): Found {
  const { type, schema } = questionOf(question)
  const labelers = [...new Set(annotations.map((one) => one.personId))].sort()
  const index = new Map(labelers.map((personId, at) => [personId, at]))
  const own = annotations.filter((one) => {
    const shown = suggested.get(one.assignmentId)
    return shown === undefined || !type.same(schema, shown, one.value)
  })
  const tasks = [...Map.groupBy(own, (one) => one.taskId)].map(([taskId, given]) => {
    // By what they say: of equal words the first is the same whatever ids people have.
    const answers = given.toSorted((a, b) =>
      a.value === b.value ? (a.personId < b.personId ? -1 : 1) : a.value < b.value ? -1 : 1,
    )
    const truth = gold.get(taskId)
    const values = [...new Set(answers.map((one) => one.value))]
    const said = answers.map((one) => values.indexOf(one.value))
    // Each two values once, either way alike.
    const alike = values.map((one, i) => values.slice(0, i + 1).map((two) => type.alike(schema, one, two)))
    const agree = said.flatMap((i) => said.map((k) => (alike[Math.max(i, k)]![Math.min(i, k)] ? 1 : 0)))
    const right = truth === undefined ? undefined : values.map((one) => type.alike(schema, one, truth))
    return {
      labelers: answers.map((one) => index.get(one.personId)!),
      agree: Uint8Array.from(agree),
      ...(right && { right: Uint8Array.from(said, (i) => (right[i] ? 1 : 0)) }),
    }
  })
  return { labelers, found: agreeingGroups(tasks, labelers.length) }
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
