import { randomUUID } from 'node:crypto'
import { type Log, sqlState } from '@rowright/db'
import { RowrightError } from '@rowright/protocol'
import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { type TRPC_ERROR_CODE_KEY, TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import { HttpRequestError, TimeoutError } from 'viem'
import { ZodError } from 'zod'

/** An error and what caused it, outermost first. */
function* chain(error: unknown): Generator<Error> {
  for (let e = error; e instanceof Error; e = e.cause) yield e
}
const firstOf = <T extends Error>(error: unknown, type: new (...args: never[]) => T): T | undefined =>
  chain(error).find((one): one is T => one instanceof type)

/** Finds our error in a chain of causes. */
export const findRowrightError = (error: unknown) => firstOf(error, RowrightError)

/** SQLSTATEs and system errors that pass: the database restarts, is full, or two requests collided too often. */
const PASSING = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  '57P01',
  '57P03',
  '53300',
  '40001',
  '40P01',
])
const passes = (error: unknown) =>
  PASSING.has(sqlState(error) ?? '') ||
  chain(error).some(
    (one) => PASSING.has((one as { code?: string }).code ?? '') || /^Connection terminated/.test(one.message),
  )

/**
 * What a caller is told about any error (RFC 9457). Bad input names the field; what we did not foresee gets a
 * reference that the log has too, never a stack trace.
 */
export function toRowrightError(error: unknown, log: Log): RowrightError {
  const ours = findRowrightError(error)
  if (ours) return ours
  const zod = firstOf(error, ZodError)
  // Our own output failing its schema is our fault, not the caller's.
  if (zod && !(error instanceof TRPCError && error.code === 'INTERNAL_SERVER_ERROR')) {
    const issue = zod.issues[0]!
    return new RowrightError('request/invalid', issue.message, {
      status: 422,
      field: issue.path.map(String).join('.') || 'body',
      hint: 'Correct this field and send the request again.',
      context: zod.issues.length > 1 ? { more: zod.issues.length - 1 } : {},
      cause: error,
    })
  }
  if (error instanceof TRPCError && error.code !== 'INTERNAL_SERVER_ERROR') return asUnreadable(error)
  if (firstOf(error, HttpRequestError) ?? firstOf(error, TimeoutError)) return chainUnreachable(error)
  if (passes(error)) {
    return new RowrightError('system/unavailable', 'The system is restarting or very busy right now.', {
      status: 503,
      retryable: true,
      retryAfter: 2,
      hint: 'Try again in a moment; nothing was half-written.',
      cause: error,
    })
  }
  const reference = randomUUID()
  log.error('unforeseen error', {
    reference,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    causes: [...chain(error)].slice(1).map(String),
  })
  return new RowrightError('system/unforeseen', 'Something went wrong on our side.', {
    status: 500,
    retryable: true,
    hint: `Try again; if it happens again, give the steward this reference: ${reference}.`,
    context: { reference },
    cause: error,
  })
}

/** What tRPC itself refuses: a path it does not have, a method, a body that is no JSON, a batch too long. */
function asUnreadable(error: TRPCError): RowrightError {
  const status = getHTTPStatusCodeFromError(error)
  const [code, field] =
    status === 404
      ? ['request/unknown-path']
      : status === 405
        ? ['request/wrong-method']
        : status === 415
          ? ['request/wrong-type', 'content-type']
          : ['request/unreadable', 'body']
  return new RowrightError(code!, error.message, {
    status,
    ...(field ? { field } : {}),
    hint: 'See docs/api.md for what the API takes.',
    cause: error,
  })
}

export const chainUnreachable = (cause: unknown) =>
  new RowrightError('chain/unreachable', 'The chain cannot be reached right now.', {
    status: 503,
    retryable: true,
    retryAfter: 2,
    hint: 'Work goes on meanwhile; settlement catches up. Try again in a moment.',
    cause,
  })

/** The problem as an HTTP response. */
export function problemResponse(error: RowrightError, more: Record<string, string> = {}): Response {
  const headers = { 'content-type': 'application/problem+json', ...headersOf(error), ...more }
  return new Response(JSON.stringify(error.toProblem()), { status: error.status, headers })
}

function headersOf(error: RowrightError): Record<string, string> {
  return {
    'cache-control': 'no-store',
    ...(error.retryAfter === undefined ? {} : { 'retry-after': String(error.retryAfter) }),
    // The rest of the body is not read, so the next request cannot come over the same connection.
    ...(error.status === 413 ? { connection: 'close' } : {}),
  }
}

const TRPC_CODES: Record<number, TRPC_ERROR_CODE_KEY> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_SUPPORTED',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
}
export const trpcCodeOf = (status: number): TRPC_ERROR_CODE_KEY =>
  TRPC_CODES[status] ?? 'INTERNAL_SERVER_ERROR'

/** The problem of a tRPC call that no procedure has seen: in tRPC's own form, once for each call of the batch. */
export function trpcProblemResponse(error: RowrightError, calls: number | null): Response {
  const code = trpcCodeOf(error.status)
  const shape = {
    error: {
      message: error.message,
      code: TRPC_ERROR_CODES_BY_KEY[code],
      data: { code, httpStatus: error.status, problem: error.toProblem() },
    },
  }
  const headers = { 'content-type': 'application/json', ...headersOf(error) }
  const body = calls === null ? shape : new Array(calls).fill(shape)
  return new Response(JSON.stringify(body), { status: error.status, headers })
}
