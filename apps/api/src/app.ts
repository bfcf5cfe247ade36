import { getConnInfo } from '@hono/node-server/conninfo'
import { trpcServer } from '@hono/trpc-server'
import { REVEAL_BYTES_LIMIT, RowrightError } from '@rowright/protocol'
import {
  appRouter,
  findRowrightError,
  makeAuth,
  mountRest,
  type Operation,
  problemResponse,
  type RequestContext,
  RULES,
  rateLimiter,
  type System,
  toRowrightError,
  trpcProblemResponse,
  wrongMethod,
} from '@rowright/server'
import { type Context, Hono } from 'hono'
import { mountAudit } from './auditFile.ts'
import { mountBlobs } from './blobs.ts'
import { mountCanaries } from './canaryPages.ts'
import { addressClass, clientAddress } from './clientAddress.ts'
import { mountComplianceChecks } from './complianceChecks.ts'
import { mountDeltaSharing } from './delta/mount.ts'
import { deltaProblem } from './delta/problems.ts'
import { mountDocs } from './docs.ts'
import { FILE_OPERATIONS } from './fileOperations.ts'
import { mountFiles } from './files.ts'
import { atMost, jsonBody, noBody, plainBody, sameOrigin } from './guards.ts'
import { mountLicensesFile } from './licensesFile.ts'
import { mountNodeFiles } from './nodeFiles.ts'
import { mountNodes } from './nodes.ts'
import { mountOcrFiles } from './ocrFiles.ts'
import { proxyPages, securityHeaders } from './pages.ts'
import { counted } from './rateTold.ts'
import { mountRpc } from './rpc.ts'
import { identify, mountSignIn } from './signIn.ts'
import { mountTerms } from './terms.ts'
import { mountUploads } from './uploads.ts'

const MOST_BODY_BYTES = 1_000_000
/** What is ours to answer; the rest are pages. */
const SERVED = ['/api/auth/*', '/trpc/*', '/v1/*', '/rpc', '/delta-sharing/*'] as const
/** The one call that may be larger: a node's reveal, whose header says so; who signed it is found out after it is read. */
const largerBody = (c: Context): number | null =>
  /^\/v1\/nodes\/leases\/[^/]+\/reveal$/.test(c.req.path) &&
  c.req.header('authorization')?.startsWith('Rowright-Node ')
    ? REVEAL_BYTES_LIMIT
    : null
/** tRPC calls in one batch. */
const MOST_CALLS = 50

export interface FrontDoor {
  system: System
  /** Where Next listens; without it only the API is served. */
  webUrl: string | undefined
  trustedProxies: number
  /** Where `npm start` has put the packed nodes; without it there are none to install. */
  nodeFiles?: string | undefined
  /** Origins that lead here and serve canaries only. */
  canaries?: readonly string[] | undefined
}

/** Everything behind one address: tRPC, REST, sign-in, uploads, exports, JSON-RPC, and the pages. */
export function makeApp({ system, webUrl, trustedProxies, nodeFiles, canaries = [] }: FrontDoor): Hono {
  const app = new Hono()
  const auth = makeAuth(system)
  const limit = rateLimiter(system.database, system.config.rateFactor)
  const identities = new WeakMap<Request, Promise<RequestContext>>()
  const contextOf = (request: Request, address?: string) => {
    const known = identities.get(request)
    if (known) return known
    const made = identify(system, auth, request).then((found) =>
      address === undefined
        ? found
        : { ...found, addressClass: addressClass(address, system.config.authSecret) },
    )
    identities.set(request, made)
    return made
  }

  const refuse = (c: Context, error: unknown) => {
    const problem = toRowrightError(error, system.database.log)
    if (c.req.path.startsWith('/delta-sharing/')) return deltaProblem(problem)
    if (!c.req.path.startsWith('/trpc/')) return problemResponse(problem)
    return trpcProblemResponse(problem, isBatch(c) ? callsOf(c) : null)
  }
  app.onError((error, c) => refuse(c, error))
  app.notFound((c) => refuse(c, unknownPath(c)))
  mountCanaries(app, system, canaries)
  app.use(securityHeaders, noBody)

  app.get('/healthz', async (c) => {
    await system.database.pool.query('select 1')
    return c.json({ ok: true })
  })

  const addressOf = (c: Context) =>
    clientAddress(getConnInfo(c).remote.address, c.req.header('x-forwarded-for'), trustedProxies)
  const perAddress = async (c: Context, next: () => Promise<void>) => {
    await counted(c, limit(c.req.method === 'POST' ? RULES.signIn : RULES.address, addressOf(c)))
    await next()
  }
  const perAccount = async (c: Context, next: () => Promise<void>) => {
    const cost = callsOf(c)
    const { personId } = await contextOf(c.req.raw, addressOf(c)).catch(async (error: unknown) => {
      // Guessing keys costs as much as using them.
      await limit(RULES.address, addressOf(c), cost)
      throw error
    })
    if (personId) await counted(c, limit(RULES.account, personId, cost))
    await counted(c, limit(RULES.address, addressOf(c), cost))
    await next()
  }
  for (const path of SERVED) {
    app.use(path, sameOrigin(system.config.publicUrl), plainBody)
    app.use(path, path === '/api/auth/*' ? perAddress : perAccount)
  }
  mountOcrFiles(app)
  mountNodeFiles(app, nodeFiles)
  mountUploads(app, system, contextOf, limit)
  mountBlobs(app, system, contextOf, limit)
  mountFiles(app, system, contextOf, limit)
  mountTerms(app, system)
  mountComplianceChecks(app, system, contextOf, limit)
  mountAudit(app, system, contextOf)
  mountLicensesFile(app, system, contextOf)
  for (const path of SERVED) app.use(path, jsonBody, atMost(MOST_BODY_BYTES, largerBody))

  mountSignIn(app, system, auth)
  mountNodes(app, system, addressOf, limit)
  app.use(
    '/trpc/*',
    trpcServer({
      endpoint: '/trpc',
      router: appRouter,
      maxBatchSize: MOST_CALLS,
      createContext: async (_, c) => ({ ...(await contextOf(c.req.raw)) }),
      responseMeta: ({ errors }) => ({ headers: answerHeaders(errors) }),
    }),
  )
  mountRest(app, appRouter, contextOf)
  mountRpc(app, system)
  mountDeltaSharing(app, system, contextOf)
  mountDocs(app, system)
  for (const [path, allowed] of methodsByPath(FILE_OPERATIONS))
    app.all(path, (c) => {
      const response = refuse(c, wrongMethod(c.req, allowed))
      response.headers.set('allow', allowed.join(', '))
      return response
    })
  for (const path of ['/v1/*', '/trpc/*', '/trpc', '/delta-sharing/*']) app.all(path, (c) => c.notFound())
  if (webUrl) proxyPages(app, webUrl)
  return app
}

const unknownPath = (c: Context) =>
  new RowrightError('request/unknown-path', `There is nothing at ${c.req.method} ${c.req.path}.`, {
    status: 404,
    hint: '/docs/api shows the API; /v1/openapi.json lists its paths.',
  })

function methodsByPath(operations: readonly Operation[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { method, path } of operations) {
    const pattern = path.replaceAll(/\{(\w+)\}/g, ':$1')
    const methods = method === 'GET' ? ['GET', 'HEAD'] : [method]
    found.set(pattern, [...(found.get(pattern) ?? []), ...methods])
  }
  return found
}

/** A batch is as many requests as it has calls. */
const isBatch = (c: Context) => c.req.query('batch') === '1'
const callsOf = (c: Context) =>
  c.req.path.startsWith('/trpc/') && isBatch(c) ? c.req.path.split(',').length : 1

/** Answers of procedures are for the caller alone. */
function answerHeaders(errors: readonly Error[]): Record<string, string> {
  const retryAfter = errors.map((error) => findRowrightError(error)?.retryAfter).find(Boolean)
  return { 'cache-control': 'no-store', ...(retryAfter ? { 'retry-after': String(retryAfter) } : {}) }
}
