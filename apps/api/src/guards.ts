import { RowrightError } from '@rowright/protocol'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what another site makes a browser send: a request that may change something, whose `Origin` is not ours.
 * Cookies are `SameSite=Lax`, but another port of the same host is the same site. Who proves themselves by
 * `Authorization` is let through: no page can add that header without our leave. [SRV-9]
 */
export function sameOrigin(publicUrl: string): MiddlewareHandler {
  const own = new URL(publicUrl).origin
  return async (c, next) => {
    const origin = c.req.header('origin')
    const foreign =
      origin === undefined
        ? ['cross-site', 'same-site'].includes(c.req.header('sec-fetch-site') ?? '')
        : origin !== own && hostOf(origin) !== c.req.header('host')
    if (foreign && !SAFE.has(c.req.method) && !c.req.header('authorization')) {
      throw new RowrightError('request/cross-origin', 'Another site may not do this on your behalf.', {
        status: 403,
        field: 'origin',
        hint: `Open ${own} itself, or send an Authorization header instead of a cookie.`,
      })
    }
    await next()
  }
}

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : null)

/** What HEAD is not sent is let go: a file that nobody reads to its end would stay open. [SRV-29] */
export const noBody: MiddlewareHandler = async (c, next) => {
  await next()
  if (c.req.raw.method === 'HEAD') await c.res.body?.cancel()
}

/** Refuses compressed bodies: what is checked is what was sent. [SRV-6] */
export const plainBody: MiddlewareHandler = async (c, next) => {
  const encoding = c.req.header('content-encoding')
  if (encoding && encoding.toLowerCase() !== 'identity') {
    throw new RowrightError('request/encoded', `A body in "${encoding.slice(0, 40)}" is not taken.`, {
      status: 415,
      field: 'content-encoding',
      hint: 'Send the body as it is, without compression.',
    })
  }
  await next()
}

/** Refuses bodies that are not JSON by name, which also keeps out what a form of another site can send. [SRV-6, SRV-9] */
export const jsonBody: MiddlewareHandler = async (c, next) => {
  const type = (c.req.header('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
  const empty = !c.req.header('transfer-encoding') && Number(c.req.header('content-length') ?? 0) === 0
  if (!empty && !SAFE.has(c.req.method) && type !== 'application/json') {
    throw new RowrightError(
      'request/wrong-type',
      `"${type.slice(0, 80) || 'nothing'}" is not a type this takes.`,
      {
        status: 415,
        field: 'content-type',
        hint: 'Send the body as application/json.',
      },
    )
  }
  await next()
}

/** Refuses bodies over `bytes`, before or while they are read. [SRV-6] @param larger another limit, for some requests. */
export function atMost(bytes: number, larger?: (c: Context) => number | null): MiddlewareHandler {
  const refusing = (most: number) =>
    bodyLimit({
      maxSize: most,
      onError: () => {
        throw new RowrightError('request/too-large', `The body is over ${most / 1_000} kB.`, {
          status: 413,
          field: 'body',
          hint: 'Send less at once.',
        })
      },
    })
  const usual = refusing(bytes)
  return (c, next) => {
    const most = larger?.(c) ?? null
    return most === null ? usual(c, next) : refusing(most)(c, next)
  }
}
