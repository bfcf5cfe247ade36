import { RowrightError } from '@rowright/protocol'
import { type AnyRouter, callTRPCProcedure, type TRPCProcedureType } from '@trpc/server'
import type { Hono } from 'hono'
import { problemResponse, toRowrightError } from './problem.ts'
import type { RequestContext, RestMeta } from './trpc.ts'

const MOST_BODY_BYTES = 1_000_000

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
  for (const [path, procedure] of Object.entries(procedures)) {
    const rest = procedure._def.meta?.rest
    if (!rest) continue
    app.on(rest.method, rest.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (c) => {
      const context = await contextOf(c.req.raw)
      try {
        const input = { ...c.req.query(), ...(await readBody(c.req.raw)), ...c.req.param() }
        const output = await callTRPCProcedure({
          router,
          path,
          type: procedure._def.type,
          ctx: context,
          getRawInput: async () => input,
          signal: undefined,
          batchIndex: 0,
        })
        return c.json(output as object, 200, { 'cache-control': 'no-store' })
      } catch (error) {
        return problemResponse(toRowrightError(error, context.system.database.log))
      }
    })
  }
}

async function readBody(request: Request): Promise<Record<string, unknown>> {
  if (request.method === 'GET' || request.method === 'HEAD' || request.body === null) return {}
  const unreadable = (message: string, status = 400) =>
    new RowrightError('request/unreadable', message, {
      status,
      field: 'body',
      hint: 'Send one JSON object (application/json).',
    })
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BODY_BYTES)
    throw unreadable('The body is over 1 MB.', 413)
  const text = await request.text()
  if (text.length > MOST_BODY_BYTES) throw unreadable('The body is over 1 MB.', 413)
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
