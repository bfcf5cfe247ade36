import { getConnInfo } from '@hono/node-server/conninfo'
import { trpcServer } from '@hono/trpc-server'
import { withTx } from '@rowright/db'
import { personOfApiKey } from '@rowright/pipeline/people'
import { RowrightError } from '@rowright/protocol'
import {
  type Auth,
  appRouter,
  makeAuth,
  mountRest,
  problemResponse,
  type RequestContext,
  RULES,
  rateLimiter,
  type System,
  toRowrightError,
} from '@rowright/server'
import { type Context, Hono } from 'hono'
import { mountBlobs } from './blobs.ts'
import { clientAddress } from './clientAddress.ts'
import { proxyPages, securityHeaders } from './pages.ts'
import { mountRpc } from './rpc.ts'
import { mountUploads } from './uploads.ts'

export interface FrontDoor {
  system: System
  /** Where Next listens; without it only the API is served. */
  webUrl: string | undefined
  trustedProxies: number
}

/** Everything behind one address: tRPC, REST, sign-in, uploads, exports, JSON-RPC, and the pages. */
export function makeApp({ system, webUrl, trustedProxies }: FrontDoor): Hono {
  const app = new Hono()
  const auth = makeAuth(system)
  const limit = rateLimiter(system.database, system.config.rateFactor)
  const identities = new WeakMap<Request, Promise<RequestContext>>()
  const contextOf = (request: Request) => {
    const known = identities.get(request)
    if (known) return known
    const made = identify(system, auth, request)
    identities.set(request, made)
    return made
  }

  app.onError((error) => problemResponse(toRowrightError(error, system.database.log)))
  app.use(securityHeaders)

  app.get('/healthz', async (c) => {
    await system.database.pool.query('select 1')
    return c.json({ ok: true })
  })

  const addressOf = (c: Context) =>
    clientAddress(getConnInfo(c).remote.address, c.req.header('x-forwarded-for'), trustedProxies)
  app.use('/api/auth/*', async (c, next) => {
    if (c.req.method === 'POST') await limit(RULES.signIn, addressOf(c))
    await next()
  })
  const perAccount = async (c: Context, next: () => Promise<void>) => {
    const { personId } = await contextOf(c.req.raw)
    if (personId) await limit(RULES.account, personId)
    await limit(RULES.address, addressOf(c))
    await next()
  }
  app.use('/trpc/*', perAccount)
  app.use('/v1/*', perAccount)
  app.use('/rpc', perAccount)

  app.on(['GET', 'POST'], '/api/auth/*', async (c) => asProblem(await auth.handler(c.req.raw)))
  app.use(
    '/trpc/*',
    trpcServer({
      endpoint: '/trpc',
      router: appRouter,
      createContext: async (_, c) => ({ ...(await contextOf(c.req.raw)) }),
    }),
  )
  mountUploads(app, system, contextOf, limit)
  mountBlobs(app, system, contextOf)
  mountRest(app, appRouter, contextOf)
  mountRpc(app, system)
  app.all('/v1/*', (c) => {
    throw new RowrightError('request/unknown-path', `There is nothing at ${c.req.method} ${c.req.path}.`, {
      status: 404,
      hint: 'The README lists the paths of the API.',
    })
  })
  if (webUrl) proxyPages(app, webUrl)
  return app
}

/** Who sends a request: by API key, session cookie or bearer token. */
async function identify(system: System, auth: Auth, request: Request): Promise<RequestContext> {
  const bearer = /^Bearer (rwk_\S+)$/i.exec(request.headers.get('authorization') ?? '')
  if (bearer) {
    const personId = await withTx(system.database, { kind: 'public' }, (ctx) =>
      personOfApiKey(ctx, bearer[1]!),
    )
    if (!personId) {
      throw new RowrightError('people/bad-api-key', 'This API key is unknown, mistyped or revoked.', {
        status: 401,
        field: 'authorization',
        hint: 'Make a new one under My work → API keys, and send it as "Authorization: Bearer rwk_…".',
      })
    }
    return { system, personId, byApiKey: true }
  }
  const session = await auth.api.getSession({ headers: request.headers })
  return { system, personId: session?.user.personId ?? null, byApiKey: false }
}

/** The sign-in library's errors in the one form all errors have. */
async function asProblem(response: Response): Promise<Response> {
  if (response.status < 400) return response
  const body = (await response
    .clone()
    .json()
    .catch(() => null)) as { message?: string; code?: string } | null
  return problemResponse(
    new RowrightError(
      `auth/${(body?.code ?? 'refused').toLowerCase().replaceAll('_', '-')}`,
      body?.message ?? 'Sign-in was refused.',
      {
        status: response.status,
        hint: 'Ask for a fresh nonce and sign again; the message must name this address as its domain.',
      },
    ),
  )
}
