import { RowrightError } from '@rowright/protocol'
import { type AnyRouter, callTRPCProcedure, type TRPCProcedureType } from '@trpc/server'
import type { Handler, Hono } from 'hono'
import { type Answered, keyMissing, once } from './keyed.ts'
import { problemResponse, toRowrightError } from './problem.ts'
import type { RequestContext, RestMeta } from './trpc.ts'

/**
 * Serves every procedure that has `meta.rest` under its path: input is path parameters, query and JSON body
 * together; output is JSON; errors are `application/problem+json` (RFC 9457).
 */
export function mountRest(
  app: Hono,
  router: AnyRouter,
  contextOf: (request: Request) => Promise<RequestContext>,
): void {
  const procedures = router._def.procedures as unknown as Record<
    string,
    { _def: { type: TRPCProcedureType; meta?: RestMeta } }
  >
  const methods = new Map<string, string[]>()
  for (const [path, procedure] of Object.entries(procedures)) {
    const rest = procedure._def.meta?.rest
    if (!rest) continue
    const pattern = rest.path.replaceAll(/\{(\w+)\}/g, ':$1')
    methods.set(pattern, [...(methods.get(pattern) ?? []), rest.method])
    app.on(rest.method, pattern, async (c) => {
      const context = await contextOf(c.req.raw)
      try {
        const body = await readBody(c.req.raw)
        const input = { ...c.req.query(), ...body, ...c.req.param() }
        const run = async (): Promise<Answered> => {
          const output = await callTRPCProcedure({
            router,
            path,
            type: procedure._def.type,
            ctx: context,
            getRawInput: async () => input,
            signal: undefined,
            batchIndex: 0,
          })
          const { status, headers } = { status: 200, headers: {}, ...rest.answer?.(output as never) }
          return { status, headers, body: JSON.stringify(output) }
        }
        const key = c.req.header('idempotency-key')
        if (rest.keyed && key === undefined) throw keyMissing()
        const { personId } = context
        const answer =
          key === undefined || personId === null || rest.method === 'GET'
            ? await run()
            : await once(
                context.system.database,
                {
                  ...{ personId, key, body, method: c.req.method, path: c.req.path },
                  secret: context.system.config.authSecret,
                  forEver: rest.keyed === 'for ever',
                },
                run,
              )
        return new Response(answer.body, {
          status: answer.status,
          headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...answer.headers },
        })
      } catch (error) {
        return problemResponse(toRowrightError(error, context.system.database.log))
      }
    })
  }
  for (const [pattern, allowed] of methods) app.all(pattern, refuseMethod(allowed))
}

/** Answers a path that exists under other methods. */
export const refuseMethod =
  (allowed: readonly string[]): Handler =>
  (c) =>
    problemResponse(wrongMethod(c.req, allowed), { allow: allowed.join(', ') })

export const wrongMethod = ({ path, method }: { path: string; method: string }, allowed: readonly string[]) =>
  new RowrightError('request/wrong-method', `${path} does not take ${method}.`, {
    status: 405,
    hint: `It takes ${allowed.join(', ')}.`,
    context: { allowed },
  })

/** The front door has seen to size and type. */
async function readBody(request: Request): Promise<Record<string, unknown>> {
  if (request.method === 'GET' || request.method === 'HEAD' || request.body === null) return {}
  const text = await request.text()
  if (text.trim() === '') return {}
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    throw unreadable(`The body is not JSON: ${(error as Error).message}.`)
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw unreadable('The body is not a JSON object.')
  return body as Record<string, unknown>
}

const unreadable = (message: string) =>
  new RowrightError('request/unreadable', message, {
    status: 400,
    field: 'body',
    hint: 'Send one JSON object (application/json).',
  })
