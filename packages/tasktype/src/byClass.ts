import { type Aggregation, aggregate, type Encoded, encode } from '@rowright/aggregate'
import { RowrightError } from '@rowright/protocol'
import type { Evidence, Outcome, Reliability, Said, TaskResult } from './taskType.ts'

/** The share below this is not stored. */
const NOTHING = 5e-7

/** Aggregates answers that are classes, by the campaign's method. */
export function aggregateClasses(said: readonly Said<string>[], method: Evidence['method']): Outcome<string> {
  const { encoded, aggregation } = run(said, method)
  const K = encoded.classes.length
  const results = new Map<string, TaskResult<string>>()
  for (const [i, task] of encoded.tasks.entries()) {
    results.set(task, {
      value: encoded.classes[aggregation.label[i]!]!,
      confidence: aggregation.confidence[i]!,
      posterior: named(encoded.classes, (k) => aggregation.posterior[i * K + k]!),
      votes: named(encoded.classes, (k) => aggregation.votes[i * K + k]!),
    })
  }
  return {
    method: aggregation.method,
    version: aggregation.version,
    iterations: aggregation.iterations,
    results,
    labelers: reliabilities(encoded, aggregation),
  }
}

/** A confusion matrix per labeler outgrows memory with thousands of classes; then one coin per labeler has to do. [CNS-9] */
function run(said: readonly Said<string>[], method: Evidence['method']) {
  const encoded = encode(said.map(({ task, labeler, value }) => ({ task, labeler, label: value })))
  try {
    return { encoded, aggregation: aggregate(encoded.annotations, { method }) }
  } catch (error) {
    if (!(error instanceof RowrightError) || error.code !== 'aggregate/too-many-classes') throw error
    return { encoded, aggregation: aggregate(encoded.annotations, { method: 'onecoin' }) }
  }
}

function reliabilities(encoded: Encoded, aggregation: Aggregation): Map<string, Reliability> {
  return new Map(
    encoded.labelers.map((name, j) => [
      name,
      {
        accuracy: aggregation.reliability[j]!,
        low: aggregation.reliabilityLow[j]!,
        high: aggregation.reliabilityHigh[j]!,
      },
    ]),
  )
}

function named(classes: readonly string[], share: (k: number) => number): Record<string, number> {
  return Object.fromEntries(
    classes.map((name, k) => [name, share(k)] as const).filter(([, n]) => n > NOTHING),
  )
}
