import { z } from 'zod'
import { aggregateClasses } from '../byClass.ts'
import { invalidValue } from '../errors.ts'
import { labelIn, labelList } from '../labels.ts'
import { nominalAlpha } from '../nominalAlpha.ts'
import { oneCoin, partly } from '../oneCoin.ts'
import { checkAnything } from '../payload.ts'
import { reliabilityBy } from '../reliability.ts'
import {
  type Counted,
  type Evidence,
  type Heard,
  OPEN_CHANCE,
  type Outcome,
  type Said,
  type TaskResult,
  type TaskType,
} from '../taskType.ts'
import { bestGuess } from './bestGuess.ts'

const schema = z
  .object({
    labels: labelList(2),
    least: z.int().min(0).default(0),
    most: z.int().min(1).nullable().default(null),
    /** Labels by which an answer may differ from a known one and still agree. */
    tolerance: z.int().min(0).default(0),
  })
  .refine(({ labels, least, most }) => least <= labels.length && (most === null || most >= least), {
    path: ['most'],
    message: 'at most must not be less than at least',
  })
type Schema = z.infer<typeof schema>

/** Any number of labels. Stored as JSON array in the order of the schema; an empty one says "none". */
export const multi: TaskType<Schema, string[]> = {
  name: 'multi',
  schema,
  checkPayload: checkAnything,
  parse({ labels, least, most }, input) {
    if (!Array.isArray(input)) {
      throw invalidValue('value', 'The answer is not a list of labels.', 'Send a JSON array of label values.')
    }
    const said = new Set(input.map((one, i) => labelIn(labels, one, `value.${i}`)))
    if (said.size !== input.length) {
      throw invalidValue('value', 'A label is there twice.', 'Name every label once.')
    }
    if (said.size < least || (most !== null && said.size > most)) {
      throw invalidValue(
        'value',
        `This answer has ${said.size} labels; it takes ${least} to ${most ?? labels.length}.`,
        'Choose more, or fewer.',
      )
    }
    return labels.map((one) => one.value).filter((value) => said.has(value))
  },
  agrees: ({ tolerance }, value, truth) => differing(value, truth) <= tolerance,
  aggregate,
  alpha: ({ labels }, said) => nominalAlpha(perLabel(labels, said)),
  exported: (_, value) => value,
  parts: (value) => value,
  classes: () => null,
  // Nobody draws sets at random: no or one label is most of what is clicked.
  chance: ({ labels, ...rest }) => Math.max(OPEN_CHANCE, bestGuess(labels.length, rest)),
  recount,
}

/** Labels that one of two answers has and the other has not. */
function differing(value: readonly string[], other: readonly string[]): number {
  const both = value.filter((one) => other.includes(one)).length
  return value.length + other.length - 2 * both
}

const unit = (task: string, label: string) => `${task}\0${label}`

/** Every label of every answer as a question of its own: yes or no. */
function perLabel(labels: Schema['labels'], said: readonly Said<string[]>[]): Said<string>[] {
  return said.flatMap(({ task, labeler, value }) => {
    const chosen = new Set(value)
    return labels.map((label) => ({
      task: unit(task, label.value),
      labeler,
      value: chosen.has(label.value) ? 'yes' : 'no',
    }))
  })
}

/** Each label apart; who is right about all of them is right about each more often. */
function recount({ labels }: Schema, heard: readonly Heard<string[]>[]): Counted<string[]> {
  const value: string[] = []
  let confidence = 1
  for (const { value: label } of labels) {
    const said = heard.map((one) => (one.value.includes(label) ? 1 : 0))
    const yes = oneCoin(said, partly(heard, labels.length), 2)[1]!
    if (yes > 0.5) value.push(label)
    confidence *= Math.max(yes, 1 - yes)
  }
  return { value, confidence }
}

/** Each label is decided apart, with reliabilities of its own; the confidence is that all of them are right. */
function aggregate(schema: Schema, said: readonly Said<string[]>[], { method }: Evidence): Outcome<string[]> {
  const { labels } = schema
  const shares = labels.map((label) => aggregateClasses(perLabel([label], said), method))
  const results = new Map<string, TaskResult<string[]>>()
  for (const [task, answers] of Map.groupBy(said, (one) => one.task)) {
    const result: TaskResult<string[]> = { value: [], confidence: 1, posterior: {}, votes: {} }
    for (const [k, label] of labels.entries()) {
      const yes = shares[k]!.results.get(unit(task, label.value))!.posterior.yes ?? 0
      if (yes > 0.5) result.value.push(label.value)
      result.confidence *= Math.max(yes, 1 - yes)
      if (yes > 0) result.posterior[label.value] = yes
      const votes = answers.filter(({ value }) => value.includes(label.value)).length
      if (votes > 0) result.votes[label.value] = votes
    }
    results.set(task, result)
  }
  const values = new Map([...results].map(([task, { value }]) => [task, value]))
  return {
    method: shares[0]!.method,
    version: `multi/2+${shares[0]!.version}`,
    iterations: Math.max(...shares.map((one) => one.iterations)),
    results,
    labelers: reliabilityBy(said, values, (value, result) => multi.agrees(schema, value, result)),
  }
}
