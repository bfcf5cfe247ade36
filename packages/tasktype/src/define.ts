import { canonicalJson, type Json } from '@rowright/protocol'
import { type Belief, believe, type Comparing, type Voice } from './belief.ts'
import { invalidSchema, invalidValue } from './errors.ts'
import type { Evidence, Known, Outcome, Payload, Said, TaskType, TextErrors } from './taskType.ts'

/** A task type over stored text: what the rooms use, whichever type it is. */
export interface AnyTaskType {
  name: string
  readsPayload: boolean
  /** @param root where the schema stands in the request. @throws RowrightError `pool/invalid-campaign` naming the field. */
  parseSchema(schema: unknown, root?: string): Json
  checkPayload(schema: unknown, payload: Payload): void
  /** An answer as it came in, in its stored form. @throws RowrightError `labeling/invalid-value`. */
  parseValue(schema: unknown, input: unknown, payload: Payload | null): string
  agrees(schema: unknown, value: string, truth: string): boolean
  same(schema: unknown, a: string, b: string): boolean
  alike(schema: unknown, a: string, b: string): boolean
  suggests(schema: unknown): 'none' | 'given' | 'machine'
  aggregate(schema: unknown, said: readonly Said<string>[], evidence: Evidence): Outcome<string>
  alpha(schema: unknown, said: readonly Said<string>[], evidence: Evidence): number | null
  exported(schema: unknown, value: string, payload: Payload | null): Json
  parts(schema: unknown, value: string): string[]
  /** Whether `errors` can say more than right or wrong. */
  measuresErrors: boolean
  /** Null where answers are only right or wrong, and without any whose truth is known. */
  errors(schema: unknown, pairs: readonly Known<string>[]): TextErrors | null
  classes(schema: unknown): string[] | null
  nominal: boolean
  chance(schema: unknown): number
  /** What answers to one task come to, each believed as its labeler is; null without any. */
  believe(schema: unknown, voices: readonly Voice[]): Belief | null
  /** The same as the type itself aggregates; null without any. The order of the answers changes no bit. */
  recount(schema: unknown, voices: readonly Voice[], payload: Payload | null): Belief | null
}

/** Longest stored answer, in UTF-16 code units. */
const LONGEST = 100_000

/** Gives a type its text form. The cast of `schema` is checked once, when the campaign is drafted. */
export function define<Schema, Value>(type: TaskType<Schema, Value>): AnyTaskType {
  const write = type.write ?? ((value: Value) => canonicalJson(value))
  const decode = type.read ?? ((text: string) => JSON.parse(text) as unknown)
  const read = (schema: Schema, text: string) => type.parse(schema, decode(text), null)
  const readAll = (schema: Schema, said: readonly Said<string>[]) => {
    const known = new Map<string, Value>()
    return said.map((one) => {
      let value = known.get(one.value)
      if (value === undefined) {
        value = read(schema, one.value)
        known.set(one.value, value)
      }
      return { ...one, value }
    })
  }
  const own = (schema: unknown) => schema as Schema
  const agrees = (schema: Schema, value: string, truth: string) =>
    value === truth || (!type.nominal && type.agrees(schema, read(schema, value), read(schema, truth)))
  const { together } = type
  const comparing = (schema: Schema): Comparing => ({
    chance: type.chance(schema),
    agrees: (value, truth) => agrees(schema, value, truth),
    ...(together && {
      together: (values: readonly string[]) =>
        write(
          together(
            schema,
            values.map((value) => read(schema, value)),
          ),
        ),
    }),
  })
  return {
    name: type.name,
    readsPayload: type.readsPayload ?? false,
    parseSchema(schema, root = 'schema') {
      const { success, data, error } = type.schema.safeParse(schema)
      if (success) return data as Json
      const [issue] = error.issues
      const path = [root, ...(issue?.path ?? [])].filter((part) => part !== '').join('.')
      throw invalidSchema(
        path,
        `${issue?.message ?? 'The schema is not right'}.`,
        `Correct the "${type.name}" schema at ${path}.`,
      )
    },
    checkPayload: (schema, payload) => type.checkPayload(payload, own(schema)),
    parseValue(schema, input, payload) {
      assertText(input)
      const said = typeof input === 'string' ? (type.input ?? fromText)(input) : input
      return write(type.parse(own(schema), said, payload))
    },
    agrees: (schema, value, truth) => agrees(own(schema), value, truth),
    same: (schema, a, b) =>
      a === b || (type.same?.(own(schema), read(own(schema), a), read(own(schema), b)) ?? false),
    alike: (schema, a, b) =>
      type.alike
        ? a === b || type.alike(own(schema), read(own(schema), a), read(own(schema), b))
        : agrees(own(schema), a, b),
    suggests: (schema) => type.suggests?.(own(schema)) ?? 'none',
    aggregate(schema, said, evidence) {
      const outcome = type.aggregate(own(schema), readAll(own(schema), said), evidence)
      const results = new Map(
        [...outcome.results].map(([task, result]) => [task, { ...result, value: write(result.value) }]),
      )
      return { ...outcome, results }
    },
    alpha: (schema, said, evidence) => type.alpha(own(schema), readAll(own(schema), said), evidence),
    exported: (schema, value, payload) => type.exported(own(schema), read(own(schema), value), payload),
    measuresErrors: type.errors !== undefined,
    parts: (schema, value) => (type.parts ? type.parts(read(own(schema), value)) : [value]),
    errors(schema, pairs) {
      if (!type.errors || pairs.length === 0) return null
      const both = ({ value, truth }: Known<string>) => ({
        value: read(own(schema), value),
        truth: read(own(schema), truth),
      })
      return type.errors(own(schema), pairs.map(both))
    },
    classes: (schema) => type.classes(own(schema)),
    nominal: type.nominal ?? false,
    chance: (schema) => type.chance(own(schema)),
    believe: (schema, voices) => believe(voices, comparing(own(schema))),
    recount(schema, voices, payload) {
      if (!type.recount || voices.length === 0) return believe(voices, comparing(own(schema)))
      const heard = voices
        .toSorted((a, b) =>
          a.value === b.value ? a.reliability - b.reliability : a.value < b.value ? -1 : 1,
        )
        .map((one) => ({ ...one, value: read(own(schema), one.value) }))
      const { value, confidence } = type.recount(own(schema), heard, payload)
      return { value: write(value), confidence }
    },
  }
}

/** JSON, or else the text itself: the type says whether it takes one. */
function fromText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** No lone surrogates, NUL or U+FFFD anywhere: Postgres and UTF-8 do not keep them. */
function assertText(input: unknown): void {
  const text = typeof input === 'string' ? input : (JSON.stringify(input) ?? '')
  if (text.length > LONGEST) {
    throw invalidValue('value', `The answer is over ${LONGEST} characters.`, 'Make it shorter.')
  }
  // JSON.stringify escapes a lone surrogate and NUL: look for the escapes as well.
  const broken = !text.isWellFormed() || text.includes('\0') || text.includes('\uFFFD')
  if (broken || (typeof input !== 'string' && /\\u(d[89ab][0-9a-f]{2}|0000)/.test(text))) {
    throw invalidValue('value', 'The answer holds malformed Unicode.', 'Send whole characters in UTF-8.')
  }
}
