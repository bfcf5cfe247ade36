import { createReadStream } from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { appRouter, openapi, procedureOperations, type System } from '@rowright/server'
import type { Hono } from 'hono'
import { FILE_OPERATIONS } from './fileOperations.ts'

/** The reader's own bundle. Everything it needs is served here: an instance may have no way out. */
const reader = () =>
  join(dirname(fileURLToPath(import.meta.resolve('@scalar/api-reference'))), 'browser', 'standalone.js')

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** The description of the API, for programs and for people. [SRV-25] */
export function mountDocs(app: Hono, system: System): void {
  const { name, publicUrl } = system.config
  const described = JSON.stringify(
    openapi({ title: `${name} API`, url: publicUrl, version: '1' }, [
      ...procedureOperations(appRouter),
      ...FILE_OPERATIONS,
    ]),
  )
  app.get('/v1/openapi.json', (c) =>
    c.body(described, 200, { 'content-type': 'application/json', 'cache-control': 'public, max-age=60' }),
  )
  app.get('/docs/api', (c) => c.html(page(`${name} API`), 200, { 'content-security-policy': POLICY }))
  app.get('/docs/api/reader.js', () => {
    const file = Readable.toWeb(createReadStream(reader())) as unknown as ReadableStream<Uint8Array>
    return new Response(file, {
      headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=86400' },
    })
  })
  app.get('/docs/api/start.js', (c) =>
    c.body(START, 200, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=86400',
    }),
  )
}

const START = `Scalar.createApiReference('#api', {
  url: '/v1/openapi.json',
  withDefaultFonts: false,
  hideClientButton: true,
  telemetry: false,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
  defaultOpenAllTags: false,
  hideModels: true,
  theme: 'default',
})`

const page = (title: string) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.replaceAll('<', '&lt;')}</title></head>
<body><div id="api"></div><script src="/docs/api/reader.js"></script><script src="/docs/api/start.js"></script></body>
</html>`
