import { withTx } from '@rowright/db'
import { askedForCanary, type CanaryPage } from '@rowright/pipeline/collect'
import type { System } from '@rowright/server'
import type { Hono } from 'hono'

/**
 * Hosts that lead here and serve canaries only: a page that was written for a lease, once it is noted that it was asked
 * for. Nothing of the instance's own is there, and no header of it. [CLT-60, CLT-63]
 * @param origins e.g. `https://stories.example`.
 */
export function mountCanaries(app: Hono, system: System, origins: readonly string[]): void {
  const byHost = new Map(origins.map((origin) => [new URL(origin).host, origin]))
  if (byHost.size === 0) return
  app.use(async (c, next) => {
    const origin = byHost.get((c.req.header('host') ?? '').toLowerCase().replace(/:(?:80|443)$/, ''))
    if (origin === undefined) return next()
    const url = origin + c.req.path
    const agent = c.req.header('user-agent') ?? ''
    try {
      const page =
        c.req.method === 'GET'
          ? await withTx(system.database, { kind: 'public' }, (ctx) => askedForCanary(ctx, { url, agent }))
          : null
      if (!page) return c.html(NOT_THERE, 404)
      return c.html(htmlOf(page), 200, { 'cache-control': 'max-age=300' })
    } catch (error) {
      system.database.log.error('a visit could not be written down', { error: (error as Error).message })
      return c.html(NOT_THERE, 503)
    }
  })
}

const NOT_THERE =
  '<!doctype html><html lang="en"><head><title>Not here</title></head><body><p>Not here.</p></body></html>'

/** Its words are the generator's own: plain letters, nothing to escape. */
const htmlOf = ({ title, paragraphs }: CanaryPage): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>
<body><header><a href="/">Stories</a></header><main><article><h1>${title}</h1>
${paragraphs.map((text) => `<p>${text}</p>`).join('\n')}
</article></main></body></html>`
