import type { Problem } from '@rowright/protocol'
import { TRPCClientError } from '@trpc/client'

/** A refused HTTP call outside tRPC (auth, uploads, manifests), with the problem it answered. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.title, options)
    this.problem = problem
  }
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Problem).code === 'string' &&
    typeof (value as Problem).title === 'string'
  )
}

/** A problem that arose in this browser; its words are in the messages under `problems.<code>`. */
export function localProblem(code: string, title: string, retryable = false): Problem {
  return { type: `urn:rowright:problem:${code}`, code, title, status: 0, retryable }
}

const rejectedByUser = 4001 // EIP-1193

/** viem wraps what the wallet said; the code of EIP-1193 sits somewhere down the cause chain. */
function walletCode(error: unknown): number | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'number') return at.code
  }
  return null
}

/** Whatever was thrown, as one RFC 9457 problem that can be shown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  if (error instanceof TRPCClientError) {
    const data: unknown = error.data
    const problem = typeof data === 'object' && data !== null && 'problem' in data ? data.problem : null
    if (isProblem(problem)) return problem
    if (!data) return localProblem('web/unreachable', 'The server cannot be reached', true)
    return localProblem('web/unexpected', error.message)
  }
  if (walletCode(error) === rejectedByUser) {
    return localProblem('wallet/rejected', 'You declined it in your wallet')
  }
  if (error instanceof Error && 'shortMessage' in error && typeof error.shortMessage === 'string') {
    return { ...localProblem('wallet/failed', error.shortMessage) }
  }
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) {
    return localProblem('web/unreachable', 'The server cannot be reached', true)
  }
  return localProblem('web/unexpected', error instanceof Error ? error.message : String(error))
}

/** Whether the answer may still arrive by trying again: no connection, a full server, a proxy in between. */
export function isTransient(error: unknown): boolean {
  const { code, status, retryable } = problemOf(error)
  return retryable || code === 'web/unreachable' || status >= 500 || status === 429
}
