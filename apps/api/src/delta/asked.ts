import type { Context } from 'hono'
import { badRequest, badVersion, noStream } from './problems.ts'

/** Which snapshot a query wants. */
export interface Asked {
  version?: number | undefined
  timestamp?: string | undefined
  limitHint?: number | undefined
}

type Bad = (field: string, why: string) => Error

/** @throws what `bad` makes of anything but a whole number from 0 on; null stands for nothing. */
export function wholeNumber(field: string, value: unknown, bad: Bad = badVersion): number | undefined {
  if (value === undefined || value === null) return undefined
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  if (!Number.isSafeInteger(number) || (number as number) < 0)
    throw bad(field, `"${field}" is a whole number from 0 on.`)
  return number as number
}

/**
 * The body of a query. Hints narrow nothing here, so of them only the form is looked at; nothing that would change the
 * answer is passed over. [DEL-7] @throws RowrightError `delta/bad-request`, `delta/bad-version`, `delta/no-stream`.
 */
export async function askedIn(c: Context): Promise<Asked> {
  const body = await bodyOf(c)
  for (const field of ['startingVersion', 'endingVersion'])
    if (body[field] !== undefined && body[field] !== null) throw noStream(field)
  const hints = body.predicateHints ?? []
  if (!Array.isArray(hints) || hints.some((one) => typeof one !== 'string'))
    throw badRequest('predicateHints', '"predicateHints" is a list of texts.')
  if (typeof (body.jsonPredicateHints ?? '') !== 'string')
    throw badRequest('jsonPredicateHints', '"jsonPredicateHints" is a text.')
  const timestamp = body.timestamp ?? undefined
  if (timestamp !== undefined && typeof timestamp !== 'string')
    throw badVersion('timestamp', '"timestamp" is a text: a time (ISO 8601).')
  const version = wholeNumber('version', body.version)
  onlyOne({ version, timestamp })
  return { version, timestamp, limitHint: wholeNumber('limitHint', body.limitHint, badRequest) }
}

/** @throws RowrightError `delta/bad-version` when a place is named in two ways. */
export function onlyOne(of: Record<string, unknown>): void {
  const named = Object.keys(of).filter((field) => of[field] !== undefined)
  if (named.length > 1)
    throw badVersion(named[1]!, `Name ${named.map((one) => `"${one}"`).join(' or ')}, not both.`)
}

async function bodyOf(c: Context): Promise<Record<string, unknown>> {
  const text = await c.req.text()
  try {
    const body: unknown = JSON.parse(text || '{}')
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>
  } catch (error) {
    throw badRequest('body', `The body is not JSON: ${(error as Error).message}.`)
  }
  throw badRequest('body', 'The body is not a JSON object.')
}
