import { ANYWHERE, type Operation, refusals, refusedInDelta, routeNames } from '@rowright/server'

/** How a route that no procedure serves is described, for the API's description. */

type Parameter = {
  name: string
  in: 'query' | 'header'
  description: string
  schema?: object
  required?: boolean
}

export const UUID = { type: 'string', format: 'uuid' }
/** What a parameter in a path must look like; any text elsewhere. */
const IN_PATH: Record<string, object> = {
  poolId: UUID,
  campaignId: UUID,
  releaseId: { anyOf: [UUID, { const: 'latest' }] },
  sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  number: { type: 'string', pattern: '^[0-9]{1,9}$' },
}
const inPath = (path: string, schemas: Record<string, object>) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    ...{ name: name!, in: 'path', required: true },
    schema: { ...IN_PATH, ...schemas }[name!] ?? { type: 'string' },
  }))
export const query = (name: string, description: string, schema: object = { type: 'string' }): Parameter => ({
  ...{ name, in: 'query', description, schema },
})
export const header = (name: string, description: string): Parameter => ({
  ...{ name, in: 'header', description, schema: { type: 'string' } },
})

export interface Described {
  id: string
  tag: string
  summary: string
  parameters?: Parameter[]
  /** Of parameters in the path, where they differ from those of other routes. */
  inPath?: Record<string, object>
  /** Media types of the answer, if it has a body; and of the body where one is taken, with its schema. */
  gives: string | readonly string[]
  takes?: string
  body?: object
  status?: Record<string, string>
  /** Errors in the form of the Delta Sharing protocol rather than a problem. */
  delta?: true
  /** The function that mounts it, where its path is computed. */
  mount?: string
}

const deltaError = {
  description: 'What any route may answer, in the form of the protocol.',
  content: refusedInDelta(ANYWHERE),
}
/** Its clients know no 410 and 422. */
const IN_DELTA = {
  content: refusedInDelta,
  statusOf: (status: number) => (status === 410 || status === 422 ? 400 : status),
}

export function described(method: string, path: string, of: Described): Operation {
  const types = [of.gives].flat()
  const content = types.map((type) => [
    type,
    { schema: type.includes('json') ? {} : { type: 'string', format: 'binary' } },
  ])
  return {
    method,
    path,
    operation: {
      operationId: of.id,
      tags: [of.tag],
      summary: of.summary,
      parameters: [...inPath(path, of.inPath ?? {}), ...(of.parameters ?? [])],
      ...(of.takes ? { requestBody: { content: { [of.takes]: { schema: of.body ?? {} } } } } : {}),
      responses: {
        200: { description: 'Done.', ...(types.length > 0 ? { content: Object.fromEntries(content) } : {}) },
        ...Object.fromEntries(
          Object.entries(of.status ?? {}).map(([status, description]) => [status, { description }]),
        ),
        ...refusals(of.mount ? [of.mount] : routeNames(method, path), of.delta ? IN_DELTA : {}),
        default: of.delta ? deltaError : { $ref: '#/components/responses/Problem' },
      },
    },
  }
}
