import { RowrightError } from '@rowright/protocol'
import type { Hono, MiddlewareHandler } from 'hono'
import { proxy } from 'hono/proxy'

/** Answers of the API are data: nothing in them may run or be framed. */
const POLICY = "default-src 'none'; frame-ancestors 'none'"

export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  // Pages bring a stricter one with a nonce.
  if (!c.res.headers.has('content-security-policy')) c.res.headers.set('content-security-policy', POLICY)
  c.res.headers.set('x-content-type-options', 'nosniff')
  c.res.headers.set('referrer-policy', 'same-origin')
}

/** Hands everything else to Next. */
export function proxyPages(app: Hono, webUrl: string): void {
  app.all('*', async (c) => {
    const url = new URL(c.req.url)
    try {
      return await proxy(new URL(url.pathname + url.search, webUrl), {
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
