import { localProblem, ProblemError } from './problem.ts'

/**
 * One HTTP call to our own origin (auth, uploads, manifests: what is not tRPC). Answers the response when
 * it is 2xx. @throws ProblemError with what the server said, or `web/unreachable`.
 */
export async function callHttp(path: string, init?: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init })
  } catch (cause) {
    throw new ProblemError(localProblem('web/unreachable', 'The server cannot be reached', true), { cause })
  }
  if (response.ok) return response
  const said: unknown = await response.json().catch(() => null)
  const fields = typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : {}
  throw new ProblemError({
    ...fields,
    type: String(fields.type ?? 'about:blank'),
    code: String(fields.code ?? `http/${response.status}`),
    title: String(fields.title ?? fields.message ?? `${response.status} ${response.statusText}`),
    status: response.status,
    retryable: Boolean(fields.retryable ?? response.status >= 500),
  })
}

/** POST of a JSON body; the answer parsed. */
export async function postJson<T>(path: string, body: unknown): Promise<T> {
  const response = await callHttp(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return (await response.json()) as T
}
