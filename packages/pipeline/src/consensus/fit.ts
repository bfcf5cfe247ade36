import { createHash } from 'node:crypto'
import { type Method, VERSIONS } from '@rowright/aggregate'
import { type Outcome, type Payload, type Question, questionOf } from '@rowright/tasktype'
import { unknownMethod } from './errors.ts'
import type { Answered } from './screen.ts'

/** Confidences and shares leave the statistics here: rounded once, integers from then on. */
export const toPpm = (share: number): number => Math.round(share * 1_000_000)

/** @throws RowrightError `consensus/unknown-method`. */
export function asMethod(method: string): Method {
  if (!Object.hasOwn(VERSIONS, method)) throw unknownMethod(method)
  return method as Method
}

/** What a refit reads beside the answers. */
export interface FitInput {
  question: Question
  method: Method
  /** By task id; only types that look at what items show get any. */
  payloads: ReadonlyMap<string, Payload>
}

/**
 * Aggregates annotations, which come ordered by the items' external ids. Tasks are numbered in that order and
 * labelers by what they answered, so that the figures do not depend on the ids this instance happened to give:
 * the same answers give the same results, to the last bit, on any machine.
 * @returns results by task id and labelers by person id.
 */
export function fit(annotations: readonly Answered[], input: FitInput): Outcome<string> {
  const { said, taskNames, labelerNames, payloads } = nameByContent(annotations, input.payloads)
  const { type, schema } = questionOf(input.question)
  const outcome = type.aggregate(schema, said, { method: input.method, payloads })
  return {
    ...outcome,
    results: new Map([...taskNames].map(([id, name]) => [id, outcome.results.get(name)!])),
    labelers: new Map([...labelerNames].map(([id, name]) => [id, outcome.labelers.get(name)!])),
  }
}

/** Krippendorff's alpha with the distance of the task type, in ppm, or null where it is undefined. */
export function alphaPpm(annotations: readonly Answered[], input: FitInput): number | null {
  const { said, payloads } = nameByContent(annotations, input.payloads)
  const { type, schema } = questionOf(input.question)
  const alpha = type.alpha(schema, said, { method: input.method, payloads })
  return alpha === null ? null : toPpm(alpha)
}

function nameByContent(annotations: readonly Answered[], payloadById: ReadonlyMap<string, Payload>) {
  const taskNames = new Map<string, string>()
  const payloads = new Map<string, Payload>()
  const saidBy = new Map<string, string[]>()
  for (const { taskId, personId, value } of annotations) {
    let task = taskNames.get(taskId)
    if (task === undefined) {
      task = String(taskNames.size).padStart(9, '0')
      taskNames.set(taskId, task)
      const payload = payloadById.get(taskId)
      if (payload) payloads.set(task, payload)
    }
    const said = saidBy.get(personId) ?? []
    said.push(JSON.stringify([task, value]))
    saidBy.set(personId, said)
  }
  const labelerNames = new Map<string, string>()
  for (const [personId, said] of saidBy) {
    labelerNames.set(personId, `${createHash('sha256').update(said.join('\n')).digest('hex')} ${personId}`)
  }
  const said = annotations.map((one) => ({
    task: taskNames.get(one.taskId)!,
    labeler: labelerNames.get(one.personId)!,
    value: one.value,
  }))
  return { said, taskNames, labelerNames, payloads }
}
