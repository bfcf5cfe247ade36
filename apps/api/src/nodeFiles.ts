import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Hono } from 'hono'

const TYPES = {
  'builds.json': 'application/json',
  'rowright-extension.zip': 'application/zip',
  'rowright-node.tgz': 'application/gzip',
} as const

/** The collection nodes as this instance built them, under `/node/files/`; the page `/node` says what they are. */
export function mountNodeFiles(app: Hono, folder: string | undefined): void {
  // For a node's self-test: a page of the web that sends whoever follows it to their own machine.
  app.get('/v1/nodes/redirect-test', (c) => c.redirect('http://127.0.0.1/', 302))
  app.get('/node/files/:name', async (c, next) => {
    const name = c.req.param('name') as keyof typeof TYPES
    const type = TYPES[name]
    const path = folder && type ? join(folder, name) : null
    const found = path && (await stat(path).catch(() => null)) // not built here
    if (!path || !found) return next()
    return new Response(Readable.toWeb(createReadStream(path)) as unknown as ReadableStream, {
      headers: {
        'content-type': type,
        'content-length': String(found.size),
        // A new start may have built others.
        'cache-control': 'no-cache',
        ...(type === 'application/json' ? {} : { 'content-disposition': `attachment; filename="${name}"` }),
      },
    })
  })
}
