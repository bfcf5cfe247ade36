import { createHash } from 'node:crypto'
import {
  type Aggregation,
  aggregate,
  type Encoded,
  encode,
  krippendorffAlpha,
  type Method,
} from '@rowright/aggregate'
import { RowrightError } from '@rowright/protocol'
import type { Answered } from './screen.ts'

/** An aggregation with the names behind its indices. */
export interface Fit {
  aggregation: Aggregation
  classes: string[]
  /** Index of each task and each labeler by id. */
  tasks: Map<string, number>
  labelers: Map<string, number>
}

/** Confidences and shares leave the statistics here: rounded once, integers from then on. */
export const toPpm = (share: number): number => Math.round(share * 1_000_000)

/**
 * Aggregates annotations, which come ordered by the items' external ids. Tasks are numbered in that order and
 * labelers by what they answered, so that the figures do not depend on the ids this instance happened to give:
 * the same answers give the same results, to the last bit, on any machine.
 */
export function fit(annotations: readonly Answered[], method: Method): Fit {
  const { encoded, taskNames, labelerNames } = encodeByContent(annotations)
  const taskIndex = new Map(encoded.tasks.map((name, i) => [name, i]))
  const labelerIndex = new Map(encoded.labelers.map((name, j) => [name, j]))
  return {
    aggregation: aggregateWithin(encoded, method),
    classes: encoded.classes,
    tasks: new Map([...taskNames].map(([id, name]) => [id, taskIndex.get(name)!])),
    labelers: new Map([...labelerNames].map(([id, name]) => [id, labelerIndex.get(name)!])),
  }
}

/** A confusion matrix per labeler outgrows memory with thousands of classes; then one coin per labeler has to do. [CNS-9] */
function aggregateWithin({ annotations }: Encoded, method: Method): Aggregation {
  try {
    return aggregate(annotations, { method })
  } catch (error) {
    if (!(error instanceof RowrightError) || error.code !== 'aggregate/too-many-classes') throw error
    return aggregate(annotations, { method: 'onecoin' })
  }
}

/** Krippendorff's alpha (nominal) in ppm, or null where it is undefined. */
export function nominalAlphaPpm(annotations: readonly Answered[]): number | null {
  const alpha = krippendorffAlpha(encodeByContent(annotations).encoded.annotations, { distance: 'nominal' })
  return alpha === null ? null : toPpm(alpha)
}

function encodeByContent(annotations: readonly Answered[]) {
  const taskNames = new Map<string, string>()
  const saidBy = new Map<string, string[]>()
  for (const { taskId, personId, value } of annotations) {
    let task = taskNames.get(taskId)
    if (task === undefined) {
      task = String(taskNames.size).padStart(9, '0')
      taskNames.set(taskId, task)
    }
    const said = saidBy.get(personId) ?? []
    said.push(JSON.stringify([task, value]))
    saidBy.set(personId, said)
  }
  const labelerNames = new Map<string, string>()
  for (const [personId, said] of saidBy) {
    labelerNames.set(personId, `${createHash('sha256').update(said.join('\n')).digest('hex')} ${personId}`)
  }
  const answers = annotations.map((one) => ({
    task: taskNames.get(one.taskId)!,
    labeler: labelerNames.get(one.personId)!,
    label: one.value,
  }))
  const encoded: Encoded = encode(answers)
  return { encoded, taskNames, labelerNames }
}
