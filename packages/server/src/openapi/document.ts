import type { AnyRouter } from '@trpc/server'
import { z } from 'zod'
import { PROBLEMS } from '../generated/problems.ts'
import type { RestMeta } from '../trpc.ts'
import { ABOUT } from './about.ts'
import { withoutDefinitions } from './definitions.ts'
import { ANYWHERE, refusals, refused } from './refusals.ts'

type Schema = Record<string, unknown>

/** An operation as OpenAPI has it, and where it is. */
export interface Operation {
  method: string
  /** With `{name}` for parameters. */
  path: string
  operation: Record<string, unknown>
}

type Procedure = { _def: { type: string; meta?: RestMeta; inputs?: unknown[]; output?: unknown } }

const jsonSchema = (schema: unknown, io: 'input' | 'output'): Schema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema as z.ZodType, {
    target: 'draft-2020-12',
    unrepresentable: 'any',
    io,
  })
  return rest
}

/** The procedures that `/v1` serves, from the schemas that check them. */
export function procedureOperations(router: AnyRouter): Operation[] {
  const procedures = router._def.procedures as unknown as Record<string, Procedure>
  return Object.entries(procedures).flatMap(([name, { _def }]) => {
    const rest = _def.meta?.rest
    return rest ? [{ method: rest.method, path: rest.path, operation: operationOf(name, rest, _def) }] : []
  })
}

function operationOf(name: string, rest: NonNullable<RestMeta['rest']>, of: Procedure['_def']) {
  const input = (of.inputs?.[0] ? jsonSchema(of.inputs[0], 'input') : {}) as {
    properties?: Record<string, Schema>
    required?: string[]
  }
  const inPath = new Set([...rest.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!))
  const properties = Object.entries(input.properties ?? {})
  const outside = properties.filter(([key]) => !inPath.has(key))
  const required = new Set(input.required ?? [])
  const parameters: object[] = [...inPath].map((key) => ({
    name: key,
    in: 'path',
    required: true,
    schema: input.properties?.[key] ?? { type: 'string' },
  }))
  if (rest.method === 'GET') {
    for (const [key, schema] of outside)
      parameters.push({ name: key, in: 'query', required: required.has(key), schema })
  } else {
    parameters.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: rest.keyed !== undefined,
      description: rest.keyed
        ? 'One value per purchase, remembered for ever.'
        : 'The request is done once under it; remembered for a day.',
      schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
    })
  }
  const [room, verb] = name.split('.') as [string, string]
  const good = { description: 'Done.', content: of.output ? json(jsonSchema(of.output, 'output')) : {} }
  return {
    operationId: name,
    tags: [room],
    summary: ABOUT[name] ?? words(verb),
    parameters,
    ...(rest.method !== 'GET' && outside.length > 0
      ? {
          requestBody: {
            required: outside.some(([key]) => required.has(key)),
            content: json({
              type: 'object',
              properties: Object.fromEntries(outside),
              required: outside.map(([key]) => key).filter((key) => required.has(key)),
            }),
          },
        }
      : {}),
    responses: {
      ...(rest.answer ? answers(rest.keyed !== undefined || rest.method === 'GET', good) : { 200: good }),
      ...refusals(rest.method === 'GET' ? [name] : [name, 'keyed'], {
        never: rest.method === 'GET' ? ['people/api-key-reads-only'] : [],
      }),
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

const json = (schema: Schema) => ({ 'application/json': { schema } })
const answers = (follows: boolean, good: { content: object }) => ({
  ...(follows
    ? { 200: good, 202: { ...good, description: 'Not decided yet: ask again after `Retry-After`.' } }
    : {}),
  201: good,
})
const words = (verb: string) => {
  const text = verb.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return text[0]!.toUpperCase() + text.slice(1)
}

/** The whole API in OpenAPI 3.1: its operations, its one form of error, and every error there is. [SRV-25] */
export function openapi(about: { title: string; url: string; version: string }, operations: Operation[]) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { method, path, operation } of operations) {
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation }
  }
  const { part, schemas } = withoutDefinitions(paths)
  return {
    openapi: '3.1.1',
    info: {
      title: about.title,
      version: about.version,
      description:
        'Amounts are decimal strings of base units, times ISO 8601, ids UUIDs. Send a key or a session as ' +
        '`Authorization: Bearer …`; files take Basic too (user `api`, the key as password). Answers carry ' +
        '`RateLimit` and `RateLimit-Policy`; lists go on with `nextCursor`, which is sealed to list and account.',
    },
    servers: [{ url: about.url }],
    security: [{ bearer: [] }, { basic: [] }, {}],
    tags: [...new Set(operations.flatMap(({ operation }) => operation.tags as string[]))]
      .map((name) => ({ name }) as { name: string; description?: string })
      .concat({ name: 'errors', description: errorTable() }),
    paths: part,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A session token, or an API key (`rwk_…`).' },
        basic: { type: 'http', scheme: 'basic', description: 'User `api`, password an API key.' },
      },
      schemas: { Problem: problem(), ...schemas },
      responses: {
        Problem: {
          description: 'What any route may answer: what went wrong and what to do (RFC 9457).',
          headers: {
            'Retry-After': { schema: { type: 'integer' }, description: 'Seconds, where it may help.' },
          },
          content: refused(ANYWHERE),
        },
      },
    },
  }
}

const problem = () => ({
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'retryable'],
  properties: {
    type: { type: 'string', description: '`urn:rowright:problem:` and the code.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What to do.' },
    code: { type: 'string', enum: PROBLEMS.map(({ code }) => code) },
    field: { type: 'string', description: 'The input that is wrong.' },
    retryable: { type: 'boolean', description: 'The same request may succeed later.' },
  },
})

function errorTable(): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
  const lines = PROBLEMS.map(
    ({ code, status, title, hint, retryable }) =>
      `| \`${code}\` | ${status}${retryable ? ' ↻' : ''} | ${cell(title)} | ${cell(hint ?? '')} |`,
  )
  return `Every error has one of these codes; ↻: the same request may succeed later.\n\n| code | status | says | what to do |\n| --- | --- | --- | --- |\n${lines.join('\n')}`
}
