import { PROBLEMS } from '../generated/problems.ts'
import { ROUTE_PROBLEMS } from '../generated/routeProblems.ts'

/** Codes that stand before every route: limits, keys, the form of a request; and what is nobody's fault. */
export const ANYWHERE: readonly string[] = ROUTE_PROBLEMS.anywhere!

const KNOWN = new Map(PROBLEMS.map((one) => [one.code, one]))

/** A problem with one of these codes. */
export const refused = (codes: readonly string[]) => ({
  'application/problem+json': {
    schema: {
      allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: [...codes] } } }],
    },
  },
})

/** An error in the form of the Delta Sharing protocol, with one of these codes. */
export const refusedInDelta = (codes: readonly string[]) => ({
  'application/json': {
    schema: {
      type: 'object',
      required: ['errorCode', 'message'],
      properties: { errorCode: { type: 'string', enum: [...codes] }, message: { type: 'string' } },
    },
  },
})

/**
 * The errors of a route by their status; where it has some of a status, those of every route with it stand beside them,
 * since a described status is not looked up under `default`. [SRV-25]
 * @param routes as `generated/routeProblems` calls what answers it. @param of.never codes that it cannot give all the same.
 */
export function refusals(
  routes: readonly string[],
  of: {
    never?: readonly string[]
    content?: typeof refused | typeof refusedInDelta
    statusOf?: (status: number) => number
  } = {},
): Record<string, { description: string; content: object }> {
  const { never = [], content = refused, statusOf = (status: number) => status } = of
  const codes = new Set(routes.flatMap((route) => ROUTE_PROBLEMS[route] ?? []))
  const own = [...codes].filter((code) => !ANYWHERE.includes(code) && !never.includes(code))
  const listed = own.flatMap((code) => KNOWN.get(code) ?? [])
  const byStatus = Map.groupBy(listed, ({ status }) => statusOf(status))
  const anywhere = Map.groupBy(
    ANYWHERE.filter((code) => !never.includes(code)),
    (code) => statusOf(KNOWN.get(code)!.status),
  )
  return Object.fromEntries(
    [...byStatus].map(([status, problems]) => [
      status,
      {
        description: problems.map(({ code, title }) => `\`${code}\`: ${title}`).join('\n\n'),
        content: content([...problems.map(({ code }) => code), ...(anywhere.get(status) ?? [])]),
      },
    ]),
  )
}

/** Which entries of `generated/routeProblems` are of a route that is mounted by hand: its own, or one whose beginning a template fills in. */
export function routeNames(method: string, path: string): string[] {
  const names = Object.keys(ROUTE_PROBLEMS)
  const exact = `${method} ${path}`
  if (names.includes(exact)) return [exact]
  return names.filter((name) => {
    const [verb, end] = name.split(' *')
    return verb === method && end !== undefined && path.endsWith(end)
  })
}
