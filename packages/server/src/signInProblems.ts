import { RowrightError } from '@rowright/protocol'
import { z } from 'zod'
import { chainUnreachable, toRowrightError } from './problem.ts'
import { assertReadable } from './readable.ts'
import type { System } from './system.ts'

const nothing = z.object({})
const SCHEMAS: Record<string, z.ZodType> = {
  '/api/auth/siwe/verify': z.object({
    message: z.string().min(1).max(4_000),
    // A contract wallet's signature (ERC-6492) carries its factory's call: kilobytes, not megabytes.
    signature: z.string().regex(/^0x([0-9a-fA-F]{2}){1,32768}$/, 'a signature: 0x and hex digits'),
  }),
}

/** Checks the body of a sign-in request before the library sees it. @returns it as JSON. @throws ZodError, RowrightError. */
export function parseSignIn(path: string, text: string): string {
  let body: unknown = {}
  try {
    if (text.trim() !== '') body = JSON.parse(text)
  } catch (error) {
    throw new RowrightError('request/unreadable', `The body is not JSON: ${(error as Error).message}.`, {
      status: 400,
      field: 'body',
      hint: 'Send one JSON object (application/json).',
    })
  }
  assertReadable(body)
  return JSON.stringify((SCHEMAS[path] ?? nothing).parse(body))
}

type Told = [code: string, title: string, field: string, hint: string]
const FRESH = 'Ask for a nonce with POST /api/auth/siwe/nonce, and sign a new message with it.'

const foreign = (host: string): Told => [
  'request/cross-origin',
  'Another site may not do this on your behalf.',
  'origin',
  `Send the Origin of ${host}, as a browser does by itself, or an Authorization header instead of a cookie.`,
]

/** The refusals of the sign-in library that a caller can do something about, by its code, or its words if it has none. */
const TOLD: Record<string, (host: string) => Told> = {
  UNAUTHORIZED_INVALID_OR_EXPIRED_NONCE: () => [
    'auth/used-nonce',
    'The nonce of this message was used before, has expired or was never given.',
    'message',
    FRESH,
  ],
  UNAUTHORIZED_SIWE_MESSAGE_MISMATCH: (host) => [
    'auth/wrong-message',
    'This is not a sign-in message (ERC-4361) for this site.',
    'message',
    `Its domain must be ${host}, and it needs an address, a chain id and a nonce. ${FRESH}`,
  ],
  UNAUTHORIZED_SIWE_MESSAGE_EXPIRED: () => [
    'auth/expired-message',
    'The message has expired.',
    'message',
    FRESH,
  ],
  UNAUTHORIZED_SIWE_MESSAGE_NOT_YET_VALID: () => [
    'auth/early-message',
    'The message is not valid yet.',
    'message',
    `Check the clock of the device. ${FRESH}`,
  ],
  UNAUTHORIZED_WRONG_CHAIN: () => [
    'auth/wrong-chain',
    'The message names another chain than this instance lives on.',
    'message',
    'The id of the chain is in GET /v1/instance. Switch the wallet to it and sign again.',
  ],
  'Unauthorized: Invalid SIWE signature': () => [
    'auth/wrong-signature',
    'The signature is not one of this message by its address.',
    'signature',
    `Sign with the account that the message names. ${FRESH}`,
  ],
  ANONYMOUS_USERS_CANNOT_SIGN_IN_AGAIN_ANONYMOUSLY: () => [
    'auth/already-a-guest',
    'You are a guest already.',
    'cookie',
    'Go on with this session, or sign out first.',
  ],
  INVALID_ORIGIN: foreign,
  MISSING_OR_NULL_ORIGIN: foreign,
}

/** What the sign-in library refused, in the form all refusals have. */
export async function authProblem(response: Response, system: System): Promise<RowrightError> {
  const body = (await response.json().catch(() => null)) as { message?: string; code?: string } | null
  const code = body?.code ?? ''
  if (code === 'CHAIN_UNREACHABLE') return chainUnreachable(body?.message)
  // Its word for whatever failed inside, e.g. another sign-in that made the same user a moment earlier.
  if (response.status === 401 && code === '' && body?.message?.startsWith('Something went wrong')) {
    return new RowrightError('auth/not-finished', 'Signing in was interrupted.', {
      status: 503,
      retryable: true,
      retryAfter: 1,
      hint: FRESH,
    })
  }
  const told = TOLD[code || (body?.message ?? '')]?.(new URL(system.config.publicUrl).host)
  if (told) {
    const [ours, title, field, hint] = told
    return new RowrightError(ours, title, { status: response.status, field, hint })
  }
  // What is left is the library's own failure: to the log with it.
  return toRowrightError(
    new Error(`sign-in: ${response.status} ${code} ${body?.message ?? ''}`),
    system.database.log,
  )
}
