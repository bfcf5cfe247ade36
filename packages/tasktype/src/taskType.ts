import type { ErrorRate } from '@rowright/aggregate'
import type { Json } from '@rowright/protocol'
import type { z } from 'zod'

/** What an item shows; `null` where it is kept as a file and need not be read. */
export type Payload = Record<string, unknown>

/** An answer as the type understands it. Tasks and labelers are named by what they are, not by id. */
export interface Said<Value> {
  task: string
  labeler: string
  value: Value
}

export interface TaskResult<Value> {
  value: Value
  /** Probability that the result agrees with the truth, 0…1. */
  confidence: number
  /** Probability by answer, or by part of one (a label, a token's tag). */
  posterior: Record<string, number>
  /** How many labelers said what. */
  votes: Record<string, number>
}

/** An answer and what is known to be right. */
export interface Known<Value> {
  value: Value
  truth: Value
}

/** Error rates of text by character (grapheme) and word, each with a 95 % interval. [TYP-10] */
export interface TextErrors {
  cer: ErrorRate
  wer: ErrorRate
}

export interface Reliability {
  accuracy: number
  low: number
  high: number
}

/** What the answers of a campaign add up to. */
export interface Outcome<Value> {
  method: string
  version: string
  iterations: number
  results: Map<string, TaskResult<Value>>
  labelers: Map<string, Reliability>
}

export interface Evidence {
  /** The campaign's method, for types whose answers are classes. */
  method: 'majority' | 'wawa' | 'ds' | 'sds' | 'onecoin' | 'mace'
  /** By task name; absent where the payload is a file. */
  payloads: ReadonlyMap<string, Payload>
}

/** An answer and the chance that its labeler agrees with the truth, 0…1. */
export interface Heard<Value> {
  value: Value
  reliability: number
}

export interface Counted<Value> {
  value: Value
  /** Probability that it agrees with the truth, 0…1. */
  confidence: number
}

/** Of open answers a random one is taken to be right in one of four: more than it is. */
export const OPEN_CHANCE = 1 / 4

/**
 * A kind of question. To add one: a folder with this object, a line in `registry.ts`, an editor in
 * `apps/web/src/label/editors`, its words in `messages/*.json`.
 */
export interface TaskType<Schema, Value> {
  name: string
  /** Reads the campaign's settings of this type. */
  schema: z.ZodType<Schema>
  /** Refuses an item the editor could not show. @throws RowrightError `tasktype/invalid-payload` naming the field. */
  checkPayload(payload: Payload, schema: Schema): void
  /**
   * Reads an answer. @param payload null where it is not at hand: what needs it is not checked then.
   * @throws RowrightError `labeling/invalid-value` naming the field.
   */
  parse(schema: Schema, input: unknown, payload: Payload | null): Value
  /** Whether `aggregate` and `alpha` look at what the items show. */
  readsPayload?: boolean
  /** What a text that came in says; default: JSON, or itself when it is none. Forms and CSV know only texts. */
  input?(text: string): unknown
  /** The stored form; default: canonical JSON. `single` stores the label's value itself. */
  write?(value: Value): string
  read?(text: string): unknown
  /** Whether an answer is right where the truth is known. */
  agrees(schema: Schema, value: Value, truth: Value): boolean
  /** Whether two answers say the same, without tolerance; default: their stored forms are equal. */
  same?(schema: Schema, a: Value, b: Value): boolean
  /** Whether two answers agree for who looks for copying, where habits make others of them; default: `agrees`. */
  alike?(schema: Schema, a: Value, b: Value): boolean
  /** Whether machines' suggestions are shown: none, those that came with the items, or machines' of our own. */
  suggests?(schema: Schema): 'none' | 'given' | 'machine'
  aggregate(schema: Schema, said: readonly Said<Value>[], evidence: Evidence): Outcome<Value>
  /** Krippendorff's alpha with the type's distance; null where it is undefined. */
  alpha(schema: Schema, said: readonly Said<Value>[], evidence: Evidence): number | null
  /** What an export says, plain JSON. */
  exported(schema: Schema, value: Value, payload: Payload | null): Json
  /** What of an answer is counted where results are counted: labels; default: the answer itself; of free text nothing. */
  parts?(value: Value): string[]
  /** How far answers are from the truth, where that is more than right or wrong. */
  errors?(schema: Schema, pairs: readonly Known<Value>[]): TextErrors
  /** The answers there are, where they are few and named: control tasks are drawn of each alike. */
  classes(schema: Schema): string[] | null
  /** Answers are classes of which only equal ones agree: then copying can be told from being right. */
  nominal?: boolean
  /**
   * Share of random answers that agree with the truth, where control tasks are drawn of each class alike; at least a
   * quarter where answers are open: people err alike, and click what comes easily.
   */
  chance(schema: Schema): number
  /** What answers to a task say together before a refit; default: the one that most agree with. */
  together?(schema: Schema, values: readonly Value[]): Value
  /**
   * What the answers to one task come to by themselves, where the rest of the campaign is not at hand but how reliable
   * each labeler is; default: what `believe` says. @param payload null where it is not at hand.
   */
  recount?(schema: Schema, heard: readonly Heard<Value>[], payload: Payload | null): Counted<Value>
}
