import { type Actor, type Ctx, silentLog, withTx } from '@rowright/db'
import { assertActive, isSteward, notASteward } from '@rowright/pipeline/people'
import { RowrightError } from '@rowright/protocol'
import { initTRPC, TRPCError } from '@trpc/server'
import { toRowrightError, trpcCodeOf } from './problem.ts'
import { assertReadable } from './readable.ts'
import type { System } from './system.ts'

/** One request. */
export interface RequestContext {
  system: System
  /** The signed-in person, or null. */
  personId: string | null
  /** True when an API key was used: reads and exports only. */
  byApiKey: boolean
  /** Set when the key is for one license only: then it opens that license's data and nothing else. */
  keyLicenseId: string | null
  /** True for a key that may also buy: ask for quotes and submit what pays for them. */
  keyMayBuy?: boolean
  /** Keyed hash of the network that asks; null where it is not known. */
  addressClass?: string | null
}

/** Status and headers of an answer under /v1. */
export interface RestAnswer {
  status?: 200 | 201 | 202
  headers?: Record<string, string>
}

/** Where a procedure is found under /v1. */
export interface RestMeta {
  rest?: {
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
    path: `/v1/${string}`
    /** It is a step of buying: a key that may buy may do it. */
    buys?: true
    /** It cannot be sent without an `Idempotency-Key`, which is remembered so long. */
    keyed?: 'for ever'
    /** Status and headers of an answer, where they are not 200 and none. */
    answer?: (output: never) => RestAnswer
  }
}

const t = initTRPC
  .context<RequestContext>()
  .meta<RestMeta>()
  .create({
    errorFormatter({ shape, error, ctx }) {
      const problem = toRowrightError(error, ctx?.system.database.log ?? silentLog)
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
  if (result.ok) return result
  const error = toRowrightError(result.error, ctx.system.database.log)
  throw new TRPCError({ code: trpcCodeOf(error.status), message: error.message, cause: error })
})

/** Before any schema looks at it: text that can be kept, JSON that can be walked. */
const readable = t.middleware(async ({ next, getRawInput }) => {
  assertReadable(await getRawInput())
  return next()
})

/** An API key sees what its person sees, and changes nothing; one that may buy does that beside. */
const readsOnly = t.middleware(async ({ next, ctx, type, meta, getRawInput }) => {
  const allowed = ctx.keyMayBuy === true && meta?.rest?.buys === true
  if (ctx.byApiKey && type === 'mutation' && !allowed) throw apiKeyReadsOnly()
  const { licenseId } = ((await getRawInput()) ?? {}) as { licenseId?: unknown }
  if (ctx.keyLicenseId !== null && licenseId !== ctx.keyLicenseId) throw keyWithoutScope()
  return next()
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

export const apiKeyReadsOnly = () =>
  new RowrightError('people/api-key-reads-only', 'An API key can read and export, nothing else.', {
    status: 403,
    field: 'authorization',
    hint: 'Sign in with the account itself to change things; to buy, use a key that was made with `mayBuy`.',
  })

/** Refuses a key that is for one license, where something else is asked for. */
export const keyWithoutScope = () =>
  new RowrightError('people/key-without-scope', 'This API key is for one license and opens nothing else.', {
    status: 403,
    field: 'authorization',
    hint: 'Use a key of your account (POST /v1/me/api-keys), or ask for what the license gives.',
  })

const signed = t.middleware(async ({ next, ctx }) => {
  if (!ctx.personId) throw notSignedIn()
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
/** Anybody, without a transaction. */
export const publicProcedure = t.procedure.use(typed).use(readsOnly).use(readable)
/** Anybody, in a transaction. */
export const publicVerb = publicProcedure.use(inTransaction)
/** A signed-in person who opens transactions alone. */
export const personProcedure = t.procedure.use(typed).use(signed).use(readsOnly).use(readable)
/** A signed-in person, in a transaction. */
export const personVerb = personProcedure.use(inTransaction).use(active)
export const stewardVerb = personVerb.use(steward)
