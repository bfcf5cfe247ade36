import { RowrightError } from '@rowright/protocol'
import type { Hono, MiddlewareHandler } from 'hono'
import { compress } from 'hono/compress'
import { proxy } from 'hono/proxy'

/** Answers of the API are data: nothing in them may run or be framed. */
const POLICY = "default-src 'none'; frame-ancestors 'none'"

/** What every answer of the API carries. */
export const SECURITY = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
}

export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  // Pages bring a stricter one with a nonce.
  if (!c.res.headers.has('content-security-policy')) c.res.headers.set('content-security-policy', POLICY)
  c.res.headers.set('x-content-type-options', 'nosniff')
  c.res.headers.set('referrer-policy', 'same-origin')
}

/** Hands everything else to Next. */
export function proxyPages(app: Hono, webUrl: string): void {
  app.use('*', compress())
  app.all('*', async (c) => {
    const url = new URL(c.req.url)
    try {
      // Path and query only: `//elsewhere/` in a path must not become another host.
      const target = new URL(webUrl)
      target.pathname = url.pathname
      target.search = url.search
      return await proxy(target, {
        ...c.req,
        headers: {
          ...c.req.header(),
          'x-forwarded-host': url.host,
          'x-forwarded-proto': url.protocol.slice(0, -1),
        },
      })
    } catch (cause) {
      throw new RowrightError('system/pages-unavailable', 'The pages are starting or restarting.', {
        status: 503,
        retryable: true,
        retryAfter: 2,
        hint: 'Load the page again in a moment. The API goes on working.',
        cause,
      })
    }
  })
}
