import { appRouter, procedureOperations } from '@rowright/server'
import { FILE_OPERATIONS } from './fileOperations.ts'

interface Schema {
  allOf?: Schema[]
  enum?: string[]
  properties?: Record<string, Schema>
}
type Responses = Record<string, { $ref?: string; content?: Record<string, { schema: Schema }> }>

const ROUTES = [...procedureOperations(appRouter), ...FILE_OPERATIONS].map(({ method, path, operation }) => ({
  method,
  path,
  pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  responses: operation.responses as Responses,
}))

/**
 * Whether the API's description says that a route answers with this status and code; so every refusal that any test of
 * the front door sees is one that is described, on the route that gave it. [SRV-25]
 * @returns what is wrong, or null.
 */
export function undescribed(
  method: string,
  url: string,
  status: number,
  body: unknown,
  anywhere: readonly string[],
): string | null {
  const { code, errorCode } = (body ?? {}) as { code?: string; errorCode?: string }
  const said = code ?? errorCode
  const path = new URL(url).pathname
  if (status < 400 || said === undefined || anywhere.includes(said)) return null
  // What the sign-in's library says is put into our words from a table, which no code mentions one by one.
  if (path.startsWith('/api/auth/')) return null
  const found = ROUTES.filter((one) => one.method === method && one.pattern.test(path))
  // A path without parameters is meant before one with them.
  const route = found.find((one) => !one.path.includes('{')) ?? found[0]
  if (!route) return null
  const content = route.responses[status]?.content
  const codes = Object.values(content ?? {}).flatMap(({ schema }) => codesIn(schema))
  return codes.includes(said)
    ? null
    : `${method} ${route.path} answered ${status} ${said}, which is not described`
}

const codesIn = ({ allOf = [], properties = {} }: Schema): string[] => [
  ...allOf.flatMap(codesIn),
  ...(properties.code?.enum ?? []),
  ...(properties.errorCode?.enum ?? []),
]
