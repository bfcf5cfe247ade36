import { z } from 'zod'
import { aggregateClasses } from '../byClass.ts'
import { invalidPayload, invalidValue } from '../errors.ts'
import { labelIn, labelList } from '../labels.ts'
import { nominalAlpha } from '../nominalAlpha.ts'
import { oneCoin, partly } from '../oneCoin.ts'
import { textOf } from '../payload.ts'
import { reliabilityBy, votesOf } from '../reliability.ts'
import {
  type Counted,
  type Evidence,
  type Heard,
  OPEN_CHANCE,
  type Outcome,
  type Payload,
  type Said,
  type TaskResult,
  type TaskType,
} from '../taskType.ts'
import { type Span, spansOf, tagsOf, unitsOf } from './units.ts'

const schema = z.object({
  labels: labelList(1),
  /** ppm of the marked characters that may differ from a known answer for it to agree: where a name ends is a matter of taste. */
  tolerancePpm: z.int().min(0).max(500_000).default(0),
})
type Schema = z.infer<typeof schema>

/** Share of the marked characters on which two may differ out of habit. */
const HABITS = 0.25

/** Larger items are kept as files, and a text that is not at hand cannot be checked against. */
const MOST_BYTES = 8_000

/** Stretches of a text with a label each, none over another. Offsets count UTF-16 code units. */
export const spans: TaskType<Schema, Span[]> = {
  name: 'spans',
  readsPayload: true,
  schema,
  checkPayload(payload) {
    if (textOf(payload) === null)
      throw invalidPayload('text', 'there is no text to mark.', 'Add a column "text".')
    if (new TextEncoder().encode(JSON.stringify(payload)).length > MOST_BYTES)
      throw invalidPayload('text', `the text is over ${MOST_BYTES} bytes.`, 'Split it into paragraphs.')
  },
  parse,
  agrees: ({ tolerancePpm }, value, truth) =>
    keyOf(value) === keyOf(truth) || (tolerancePpm > 0 && overlap(value, truth) >= 1 - tolerancePpm / 1e6),
  // Who always takes the title along agrees with everybody else who does: that is no copying.
  alike: ({ tolerancePpm }, value, other) =>
    overlap(value, other) >= 1 - Math.max(HABITS, tolerancePpm / 1e6),
  aggregate,
  alpha: (_, said, { payloads }) => nominalAlpha(perUnit(said, payloads).flatMap((one) => one.tagged)),
  exported: (_, value, payload) => {
    const text = payload && textOf(payload)
    return value.map((span) => ({ ...span, ...(text ? { text: text.slice(span.start, span.end) } : {}) }))
  },
  parts: (value) => value.map(({ label }) => label),
  classes: () => null,
  // Who always marks nothing is right wherever there is nothing.
  chance: () => OPEN_CHANCE,
  recount,
}

function parse({ labels }: Schema, input: unknown, payload: Payload | null): Span[] {
  if (!Array.isArray(input))
    throw invalidValue(
      'value',
      'The answer is not a list of spans.',
      'Send [{ "start", "end", "label" }, …].',
    )
  const text = payload && textOf(payload)
  const found = input.map((one: unknown, i) => {
    const { start, end, label } = (one ?? {}) as Record<string, unknown>
    const place = (field: 'start' | 'end', value: unknown): number => {
      const inside =
        Number.isInteger(value) && (value as number) >= 0 && (!text || (value as number) <= text.length)
      if (inside && (!text || !splits(text, value as number))) return value as number
      throw invalidValue(
        `value.${i}.${field}`,
        inside
          ? `${value} is in the middle of a character.`
          : `${String(value).slice(0, 20)} lies outside the text${text ? ` of ${text.length} characters` : ''}.`,
        'Offsets count UTF-16 code units from 0; the end is the first one after the span.',
      )
    }
    const span = {
      start: place('start', start),
      end: place('end', end),
      label: labelIn(labels, label, `value.${i}.label`),
    }
    if (span.end > span.start) return { span, i }
    throw invalidValue(`value.${i}.end`, 'The span is empty.', 'Its end comes after its start.')
  })
  found.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
  for (const [n, { span, i }] of found.entries()) {
    if (n === 0 || found[n - 1]!.span.end <= span.start) continue
    throw invalidValue(`value.${i}`, 'Two spans lie over each other.', 'Mark every character once.')
  }
  return found.map(({ span }) => span)
}

/** Whether an offset stands between the two halves of a surrogate pair, or before a mark that belongs to what precedes. */
function splits(text: string, offset: number): boolean {
  const after = text.codePointAt(offset)
  if (offset === 0 || after === undefined) return false
  if (after >= 0xdc00 && after <= 0xdfff) return true
  return /^(?:\p{M}|\p{Emoji_Modifier}|\u200c|\u200d)/u.test(text.slice(offset, offset + 2))
}

const keyOf = (value: readonly Span[]) =>
  value.map(({ start, end, label }) => `${start}-${end}-${label}`).join(' ')

/** Every answer as one tag per piece of its text; pieces are tasks of their own. */
function perUnit(said: readonly Said<Span[]>[], payloads: ReadonlyMap<string, Payload>) {
  return [...Map.groupBy(said, (one) => one.task)].map(([task, answers]) => {
    const payload = payloads.get(task)
    const units = unitsOf(
      payload ? textOf(payload) : null,
      answers.map((one) => one.value),
    )
    const tagged = answers.flatMap(({ labeler, value }) =>
      tagsOf(units, value).map((tag, u) => ({ task: unitName(task, u), labeler, value: tag })),
    )
    return { task, answers, units, tagged }
  })
}

const unitName = (task: string, unit: number) => `${task}\0${String(unit).padStart(6, '0')}`

/** Token by token with one confusion matrix per labeler (Dawid–Skene), then BIO repair. Confident that all tags are right. */
function aggregate(
  schema: Schema,
  said: readonly Said<Span[]>[],
  { method, payloads }: Evidence,
): Outcome<Span[]> {
  const tasks = perUnit(said, payloads)
  const tagged = tasks.flatMap((one) => one.tagged)
  const outcome = tagged.length > 0 ? aggregateClasses(tagged, method) : null
  const results = new Map<string, TaskResult<Span[]>>()
  const values = new Map<string, Span[]>()
  for (const { task, answers, units } of tasks) {
    const decided = units.map((_, u) => outcome!.results.get(unitName(task, u))!)
    const value = spansOf(
      units,
      decided.map((one) => one.value),
    )
    const confidence = decided.reduce((product, one) => product * one.confidence, 1)
    values.set(task, value)
    results.set(task, {
      value,
      confidence,
      posterior: { [keyOf(value)]: confidence },
      votes: votesOf(answers, keyOf),
    })
  }
  return {
    method: `token-${outcome?.method ?? method}`,
    version: `spans/2+${outcome?.version ?? method}`,
    iterations: outcome?.iterations ?? 0,
    results,
    labelers: reliabilityBy(said, values, (value, result) => spans.agrees(schema, value, result)),
  }
}

/** Piece by piece, then BIO repair; who is right about the whole text is right about each piece more often. */
function recount(
  { labels }: Schema,
  heard: readonly Heard<Span[]>[],
  payload: Payload | null,
): Counted<Span[]> {
  const units = unitsOf(
    payload && textOf(payload),
    heard.map((one) => one.value),
  )
  const tags = ['O', ...labels.flatMap(({ value }) => [`B-${value}`, `I-${value}`])]
  const said = heard.map((one) => tagsOf(units, one.value).map((tag) => tags.indexOf(tag)))
  const weights = partly(heard, units.length)
  let confidence = 1
  const decided = units.map((_, u) => {
    const posterior = oneCoin(
      said.map((one) => one[u]!),
      weights,
      tags.length,
    )
    const best = posterior.indexOf(Math.max(...posterior))
    confidence *= posterior[best]!
    return tags[best]!
  })
  return { value: spansOf(units, decided), confidence }
}

/** F1 over marked characters with their labels; two that mark nothing agree. */
function overlap(value: readonly Span[], other: readonly Span[]): number {
  const length = (spans: readonly Span[]) => spans.reduce((sum, { start, end }) => sum + end - start, 0)
  const marked = length(value) + length(other)
  if (marked === 0) return 1
  let both = 0
  for (const one of value) {
    for (const two of other) {
      if (one.label !== two.label) continue
      both += Math.max(0, Math.min(one.end, two.end) - Math.max(one.start, two.start))
    }
  }
  return (2 * both) / marked
}
