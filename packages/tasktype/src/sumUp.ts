import { believe, type Comparing } from './belief.ts'
import { reliabilityBy, votesOf } from './reliability.ts'
import type { Outcome, Said, TaskResult, TaskType } from './taskType.ts'

/** What everybody is believed to be right in while values are first compared. */
const ALIKE = 0.75

/**
 * Completes results that an aggregation of no classes chose, one value per task. Labelers are measured against what most
 * of a task's answers agree with, which one wild answer does not move as it moves a mean; from that follows how sure
 * each result is. [TYP-7] @param of.name how votes name a value.
 */
export function sumUp<Schema, Value>(
  type: TaskType<Schema, Value>,
  schema: Schema,
  said: readonly Said<Value>[],
  values: ReadonlyMap<string, Value>,
  of: { method: string; version: string; name: (value: Value) => string },
): Outcome<Value> {
  const tasks = Map.groupBy(said, (one) => one.task)
  const known = new Map<string, Value>()
  for (const { value } of said) known.set(of.name(value), value)
  for (const value of values.values()) known.set(of.name(value), value)
  const comparing: Comparing = {
    chance: type.chance(schema),
    agrees: (one, other) =>
      one === other || type.agrees(schema, known.get(one) as Value, known.get(other) as Value),
  }
  const believed = new Map(
    [...tasks].map(([task, answers]) => {
      const voices = answers.map((one) => ({ value: of.name(one.value), reliability: ALIKE }))
      return [task, known.get(believe(voices, comparing)!.value) as Value]
    }),
  )
  const labelers = reliabilityBy(said, believed, (value, result) => type.agrees(schema, value, result))
  const results = new Map<string, TaskResult<Value>>()
  for (const [task, answers] of tasks) {
    const value = values.get(task) as Value
    const result = of.name(value)
    const voices = answers.map((one) => ({
      value: of.name(one.value),
      reliability: labelers.get(one.labeler)!.accuracy,
    }))
    const { confidence } = believe(voices, { ...comparing, together: () => result })!
    results.set(task, {
      value,
      confidence,
      posterior: { [result]: confidence },
      votes: votesOf(answers, of.name),
    })
  }
  return { method: of.method, version: of.version, iterations: 0, results, labelers }
}
