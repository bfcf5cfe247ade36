import { Readable } from 'node:stream'
import { withTx } from '@rowright/db'
import { auditLines } from '@rowright/pipeline/people'
import { keyWithoutScope, notSignedIn, type RequestContext, type System } from '@rowright/server'
import type { Hono } from 'hono'

const PAGE = 1_000

/** The caller's whole audit log as NDJSON: `npm run verify:audit` reads it. [PEO-12] */
export function mountAudit(
  app: Hono,
  system: System,
  contextOf: (request: Request) => Promise<RequestContext>,
): void {
  app.get('/v1/audit.jsonl', async (c) => {
    const { personId, keyLicenseId } = await contextOf(c.req.raw)
    if (!personId) throw notSignedIn()
    if (keyLicenseId !== null) throw keyWithoutScope()
    async function* lines() {
      for (let after = 0; ; ) {
        const page = await withTx(
          system.database,
          { kind: 'person', personId: personId!, steward: false },
          (ctx) => auditLines(ctx, { personId: personId!, after, limit: PAGE }),
        )
        for (const line of page) yield `${JSON.stringify(line)}\n`
        if (page.length < PAGE) return
        after = page.at(-1)!.seq
      }
    }
    return new Response(Readable.toWeb(Readable.from(lines())) as unknown as ReadableStream, {
      headers: {
        'content-type': 'application/x-ndjson',
        'content-disposition': 'attachment; filename="audit.jsonl"',
        'cache-control': 'private, no-store',
      },
    })
  })
}
