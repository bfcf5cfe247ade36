import { setTimeout as sleep } from 'node:timers/promises'

import { ApiProblem, ReplayError } from './errors.ts'

export interface Call {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  token?: string
  body?: string
  /** Media type of the body; JSON by default. */
  type?: string
}

export interface Reply {
  headers: Headers
  text: string
  /** True when an earlier attempt may have been carried out without our seeing its answer. */
  uncertain: boolean
}

export interface Http {
  /** Sends a request until it is answered. @throws ApiProblem when it is refused, ReplayError when nobody answers. */
  send(call: Call): Promise<Reply>
  /** Attempts beyond the first so far. */
  retries(): number
}

/** How long one request is tried again while nobody answers, and while it is told to wait (429). */
const PATIENCE_MS = 180_000
const RATE_PATIENCE_MS = 900_000
const ONE_ATTEMPT_MS = 60_000
/** An error of the server's own that persists is not bad luck. */
const MOST_SERVER_ERRORS = 8

/**
 * Requests to one or more api processes of one system, in turns. Lost connections, 429, 503 and other 5xx are tried
 * again with growing pauses, so every request made with this must be idempotent, or look at `uncertain`.
 */
export function openHttp(
  origins: readonly string[],
  signal: AbortSignal,
  patienceMs: number = PATIENCE_MS,
): Http {
  let turn = 0
  let retries = 0

  async function send(call: Call): Promise<Reply> {
    const began = performance.now()
    let uncertain = false
    let serverErrors = 0
    for (let attempt = 0; ; attempt++) {
      const origin = origins[turn++ % origins.length]!
      const outcome = await attemptOnce(origin, call, signal)
      if ('text' in outcome && outcome.status < 400) return { ...outcome, uncertain }
      signal.throwIfAborted()

      const waited = performance.now() - began
      if ('text' in outcome) {
        if (outcome.status === 429) {
          if (waited > RATE_PATIENCE_MS) throw problemOf(call, outcome, uncertain)
        } else if (outcome.status >= 500) {
          uncertain = true
          const down = outcome.status >= 502
          if (!down && ++serverErrors >= MOST_SERVER_ERRORS) throw problemOf(call, outcome, uncertain)
          if (waited > patienceMs) throw problemOf(call, outcome, uncertain)
        } else throw problemOf(call, outcome, uncertain)
      } else {
        uncertain = true
        if (waited > patienceMs)
          throw new ReplayError(`${origin} does not answer (${outcome.why}); is it up?`)
      }
      retries++
      await sleep('text' in outcome ? pause(attempt, outcome.headers) : pause(attempt), undefined, { signal })
    }
  }
  return { send, retries: () => retries }
}

type Attempt = { status: number; headers: Headers; text: string } | { why: string }

async function attemptOnce(origin: string, call: Call, signal: AbortSignal): Promise<Attempt> {
  const headers: Record<string, string> = {}
  if (call.token) headers.authorization = `Bearer ${call.token}`
  if (call.body !== undefined) headers['content-type'] = call.type ?? 'application/json'
  const timeout = AbortSignal.timeout(ONE_ATTEMPT_MS)
  try {
    const response = await fetch(`${origin}${call.path}`, {
      method: call.method,
      headers,
      body: call.body,
      redirect: 'error',
      signal: AbortSignal.any([signal, timeout]),
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  } catch (error) {
    return { why: whyOf(error) }
  }
}

function whyOf(error: unknown): string {
  let found = error
  while (found instanceof Error && found.cause instanceof Error) found = found.cause
  if (found instanceof AggregateError) found = found.errors[0]
  if (!(found instanceof Error)) return String(found)
  return 'code' in found && typeof found.code === 'string' ? found.code : found.message
}

/** Milliseconds: what the server asked for, or 0.1 s doubling to 3 s, with chance so that callers spread. */
function pause(attempt: number, headers?: Headers): number {
  const asked = Number(headers?.get('retry-after') ?? 0) * 1_000
  const growing = Math.min(3_000, 100 * 2 ** attempt)
  return Math.min(65_000, Math.max(asked, growing)) * (1 + Math.random() / 4)
}

function problemOf(call: Call, reply: { status: number; text: string }, uncertain: boolean): ApiProblem {
  const name = `${call.method} ${call.path}`
  try {
    const { code, title, detail } = JSON.parse(reply.text) as Record<string, string | undefined>
    return new ApiProblem(name, {
      status: reply.status,
      code: code ?? 'unknown',
      title: title ?? '',
      detail: detail ?? '',
      uncertain,
    })
  } catch {
    const title = reply.text.slice(0, 200)
    return new ApiProblem(name, { status: reply.status, code: 'unknown', title, detail: '', uncertain })
  }
}
