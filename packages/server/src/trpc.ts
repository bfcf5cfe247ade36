import { type Actor, type Ctx, withTx } from '@rowright/db'
import { assertActive, isSteward, notASteward } from '@rowright/pipeline/people'
import { RowrightError } from '@rowright/protocol'
import { initTRPC, TRPCError } from '@trpc/server'
import { toRowrightError } from './problem.ts'
import type { System } from './system.ts'

/** One request. */
export interface RequestContext {
  system: System
  /** The signed-in person, or null. */
  personId: string | null
  /** True when an API key was used: reads and exports only. */
  byApiKey: boolean
}

/** Where a procedure is found under /v1. */
export interface RestMeta {
  rest?: { method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; path: `/v1/${string}` }
}

const CODES: Record<number, TRPCError['code']> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
}

const t = initTRPC
  .context<RequestContext>()
  .meta<RestMeta>()
  .create({
    errorFormatter({ shape, error, ctx }) {
      const log = ctx?.system.database.log ?? { info() {}, warn() {}, error() {} }
      const problem = toRowrightError(error.cause instanceof RowrightError ? error.cause : error, log)
      return {
        ...shape,
        message: problem.message,
        data: { ...shape.data, stack: undefined, httpStatus: problem.status, problem: problem.toProblem() },
      }
    },
  })

/** Gives our errors the HTTP status they name. */
const typed = t.middleware(async ({ next, ctx }) => {
  const result = await next()
  if (result.ok || result.error.cause === undefined) return result
  const error = toRowrightError(result.error.cause, ctx.system.database.log)
  throw new TRPCError({
    code: CODES[error.status] ?? 'INTERNAL_SERVER_ERROR',
    message: error.message,
    cause: error,
  })
})

const actorOf = (ctx: RequestContext): Actor =>
  ctx.personId ? { kind: 'person', personId: ctx.personId, steward: false } : { kind: 'public' }

/** Runs the procedure in one transaction, `ctx.c`; an error rolls it back. */
const inTransaction = t.middleware(({ next, ctx }) =>
  withTx(ctx.system.database, actorOf(ctx), async (c) => {
    const result = await next({ ctx: { c } })
    if (!result.ok) throw result.error
    return result
  }),
)

export const notSignedIn = () =>
  new RowrightError('people/not-signed-in', 'You are not signed in.', {
    status: 401,
    hint: 'Start as a guest (POST /api/auth/sign-in/anonymous) or sign in with a wallet (POST /api/auth/siwe/verify).',
  })

const signed = t.middleware(async ({ next, ctx, type }) => {
  if (!ctx.personId) throw notSignedIn()
  if (ctx.byApiKey && type === 'mutation') {
    throw new RowrightError('people/api-key-reads-only', 'An API key can read and export, nothing else.', {
      status: 403,
      hint: 'Sign in with the account itself to change things.',
    })
  }
  return next({ ctx: { personId: ctx.personId } })
})

const active = t.middleware(async ({ next, ctx, type }) => {
  const { c, personId } = ctx as unknown as { c: Ctx; personId: string }
  if (type === 'mutation') await assertActive(c, personId)
  return next()
})

const steward = t.middleware(async ({ next, ctx }) => {
  const { c, personId } = ctx as unknown as { c: Ctx; personId: string }
  if (!(await isSteward(c, personId))) throw notASteward()
  return next()
})

export const router = t.router
export const createCallerFactory = t.createCallerFactory
/** Anybody, in a transaction. */
export const publicVerb = t.procedure.use(typed).use(inTransaction)
/** A signed-in person, in a transaction. */
export const personVerb = t.procedure.use(typed).use(signed).use(inTransaction).use(active)
/** A signed-in person who opens transactions alone. */
export const personProcedure = t.procedure.use(typed).use(signed)
export const stewardVerb = t.procedure.use(typed).use(signed).use(inTransaction).use(active).use(steward)
export const publicProcedure = t.procedure.use(typed)
