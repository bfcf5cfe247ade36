import { randomUUID } from 'node:crypto'
import { type Log, sqlState } from '@rowright/db'
import { RowrightError } from '@rowright/protocol'
import { TRPCError } from '@trpc/server'
import { ZodError } from 'zod'

/** Finds our error in a chain of causes. */
export function findRowrightError(error: unknown): RowrightError | undefined {
  for (let e = error; e instanceof Error; e = e.cause) if (e instanceof RowrightError) return e
  return undefined
}

const findZodError = (error: unknown): ZodError | undefined => {
  for (let e = error; e instanceof Error; e = e.cause) if (e instanceof ZodError) return e
  return undefined
}

const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', '57P01', '57P03', '53300'])

/**
 * What a caller is told about any error (RFC 9457). Bad input names the field; what we did not foresee gets a
 * reference that the log has too, never a stack trace.
 */
export function toRowrightError(error: unknown, log: Log): RowrightError {
  const ours = findRowrightError(error)
  if (ours) return ours
  const zod = findZodError(error)
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
  if (error instanceof TRPCError && error.code !== 'INTERNAL_SERVER_ERROR') {
    const status = error.code === 'NOT_FOUND' ? 404 : error.code === 'METHOD_NOT_SUPPORTED' ? 405 : 400
    return new RowrightError('request/unreadable', error.message, {
      status,
      hint: 'See the README for what the API takes.',
      cause: error,
    })
  }
  const code =
    sqlState(error) ??
    (error instanceof Error ? ((error.cause ?? error) as { code?: string }).code : undefined)
  if (code && UNREACHABLE.has(code)) {
    return new RowrightError('system/unavailable', 'The database cannot be reached right now.', {
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
    cause: error instanceof Error ? String(error.cause) : undefined,
  })
  return new RowrightError('system/unforeseen', 'Something went wrong on our side.', {
    status: 500,
    retryable: true,
    hint: `Try again; if it happens again, give the steward this reference: ${reference}.`,
    context: { reference },
    cause: error,
  })
}

/** The problem as an HTTP response. */
export function problemResponse(error: RowrightError): Response {
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  }
  if (error.retryAfter !== undefined) headers['retry-after'] = String(error.retryAfter)
  return new Response(JSON.stringify(error.toProblem()), { status: error.status, headers })
}
