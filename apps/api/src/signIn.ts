import { withTx } from '@rowright/db'
import { personOfApiKey } from '@rowright/pipeline/people'
import { RowrightError } from '@rowright/protocol'
import {
  type Auth,
  authProblem,
  parseSignIn,
  problemResponse,
  type RequestContext,
  type System,
} from '@rowright/server'
import type { Hono } from 'hono'

/** The endpoints of the sign-in library that are ours to offer; it has dozens more. [SRV-10] */
const ENDPOINTS = {
  '/api/auth/sign-in/anonymous': 'POST',
  '/api/auth/siwe/nonce': 'POST',
  '/api/auth/siwe/verify': 'POST',
  '/api/auth/sign-out': 'POST',
  '/api/auth/get-session': 'GET',
} as const

/** Serves signing in and out; its refusals have the form all refusals have. */
export function mountSignIn(app: Hono, system: System, auth: Auth): void {
  for (const [path, method] of Object.entries(ENDPOINTS)) {
    app.on(method, path, async (c) => {
      const body = method === 'POST' ? parseSignIn(path, await c.req.text()) : undefined
      const { url, headers } = c.req.raw
      const request = new Request(url, { method, headers: asJson(headers), ...(body ? { body } : {}) })
      const response = await auth.handler(request)
      if (response.status >= 400) return problemResponse(await authProblem(response, system))
      return path.endsWith('/get-session') ? withoutToken(response) : response
    })
  }
  app.all('/api/auth/*', (c) => {
    const method = ENDPOINTS[c.req.path as keyof typeof ENDPOINTS]
    throw method
      ? new RowrightError('request/wrong-method', `${c.req.path} does not take ${c.req.method}.`, {
          status: 405,
          hint: `It takes ${method}.`,
        })
      : new RowrightError('request/unknown-path', `There is nothing at ${c.req.path}.`, {
          status: 404,
          hint: `Sign-in has ${Object.keys(ENDPOINTS).join(', ')}.`,
        })
  })
}

/** The body was read and is written anew: its length and type are of the new one. */
function asJson(headers: Headers): Headers {
  const copy = new Headers(headers)
  copy.delete('content-length')
  copy.delete('transfer-encoding')
  copy.set('content-type', 'application/json')
  return copy
}

/** The cookie is HttpOnly so that no script has the token; then no answer to a script may carry it either. [SRV-8] */
async function withoutToken(response: Response): Promise<Response> {
  const found = (await response.json()) as { session: Record<string, unknown>; user: unknown } | null
  const { token: _, ...session } = found?.session ?? {}
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  headers.set('cache-control', 'no-store')
  return new Response(JSON.stringify(found && { ...found, session }), { status: response.status, headers })
}

/** The API key of a request: as a bearer token, or as the password of Basic (user `api`), which some clients know only. */
function keyOf(authorization: string): string | null {
  const bearer = /^Bearer (rwk_\S*)$/i.exec(authorization)?.[1]
  if (bearer) return bearer
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1]
  if (!basic) return null
  const text = Buffer.from(basic, 'base64').toString('utf8')
  return text.slice(text.indexOf(':') + 1)
}

/** Who sends a request: by API key, session cookie or bearer token. */
export async function identify(system: System, auth: Auth, request: Request): Promise<RequestContext> {
  const key = keyOf(request.headers.get('authorization') ?? '')
  if (key !== null) {
    const found = await withTx(system.database, { kind: 'public' }, (ctx) => personOfApiKey(ctx, key))
    if (!found) {
      throw new RowrightError('people/bad-api-key', 'This API key is unknown, mistyped or revoked.', {
        status: 401,
        field: 'authorization',
        hint: 'Make a new one under My work → API keys, and send it as "Authorization: Bearer rwk_…".',
      })
    }
    const { personId, licenseId, mayBuy } = found
    return { system, personId, byApiKey: true, keyLicenseId: licenseId, keyMayBuy: mayBuy }
  }
  const session = await auth.api.getSession({ headers: request.headers })
  return { system, personId: session?.user.personId ?? null, byApiKey: false, keyLicenseId: null }
}
