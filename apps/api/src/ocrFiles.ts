import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { servedFiles } from '@rowright/ocr/files'
import type { Hono } from 'hono'

/** The engine's worker compiles WebAssembly and asks for its model; nothing else, and nothing from elsewhere. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"

/** What a browser needs to read pictures by itself, under `/ocr/`. [OCR-1] */
export function mountOcrFiles(app: Hono): void {
  const files = servedFiles()
  app.get('/ocr/:version/:name', async (c, next) => {
    const file = files.get(c.req.param('name'))
    if (!file) return next()
    const { size } = await stat(file.path)
    return new Response(Readable.toWeb(createReadStream(file.path)) as unknown as ReadableStream, {
      headers: {
        'content-type': file.type,
        'content-length': String(size),
        'content-security-policy': POLICY,
        // The address names the engine's version.
        'cache-control': 'public, max-age=31536000, immutable',
      },
    })
  })
}
