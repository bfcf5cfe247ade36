import { TRPCClientError } from '@trpc/client'
import { UserRejectedRequestError } from 'viem'
import { describe, expect, it } from 'vitest'
import { isTransient, localProblem, ProblemError, problemOf } from './problem.ts'

const taken = {
  type: 'urn:rowright:problem:labeling/slot-taken',
  code: 'labeling/slot-taken',
  title: 'Somebody else has taken the place.',
  status: 409,
  retryable: false,
}

const fromServer = (problem: unknown) =>
  TRPCClientError.from({ error: { message: 'x', code: -32_000, data: { problem } } } as never)

describe('problemOf', () => {
  it('keeps the problem the server answered', () => {
    expect(problemOf(fromServer(taken))).toEqual(taken)
    expect(problemOf(new ProblemError(taken))).toBe(taken)
  })

  it('calls a request that never arrived unreachable', () => {
    expect(problemOf(TRPCClientError.from(new TypeError('Failed to fetch'))).code).toBe('web/unreachable')
    expect(problemOf(new TypeError('Failed to fetch')).code).toBe('web/unreachable')
  })

  it('sees a refusal in the wallet through the layers around it', () => {
    const refused = new UserRejectedRequestError(new Error('User rejected'))
    expect(problemOf(new Error('sign in failed', { cause: refused })).code).toBe('wallet/rejected')
  })

  it('does not mistake a malformed problem for one', () => {
    expect(problemOf(fromServer({ title: 'no code' })).code).toBe('web/unexpected')
  })
})

describe('isTransient', () => {
  it('tries again what may still work', () => {
    for (const error of [
      new TypeError('Failed to fetch'),
      new ProblemError({ ...taken, status: 503 }),
      new ProblemError({ ...taken, status: 429 }),
      new ProblemError(localProblem('system/unavailable', 'busy', true)),
    ]) {
      expect(isTransient(error)).toBe(true)
    }
  })

  it('does not try again what was refused', () => {
    expect(isTransient(fromServer(taken))).toBe(false)
  })
})
