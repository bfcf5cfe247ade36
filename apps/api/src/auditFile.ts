import { type Actor, withTx } from '@rowright/db'
import { auditLines } from '@rowright/pipeline/people'
import type { RequestContext, System } from '@rowright/server'
import type { Hono } from 'hono'
import { textFile, wholeAccount } from './textFile.ts'

const PAGE = 1_000

/** The caller's whole audit log as NDJSON: `npm run verify:audit` reads it. [PEO-12] */
export function mountAudit(
  app: Hono,
  system: System,
  contextOf: (request: Request) => Promise<RequestContext>,
): void {
  app.get('/v1/audit.jsonl', async (c) => {
    const personId = wholeAccount(await contextOf(c.req.raw))
    const actor: Actor = { kind: 'person', personId, steward: false }
    async function* lines() {
      for (let after = 0; ; ) {
        const page = await withTx(system.database, actor, (ctx) =>
          auditLines(ctx, { personId, after, limit: PAGE }),
        )
        for (const line of page) yield `${JSON.stringify(line)}\n`
        if (page.length < PAGE) return
        after = page.at(-1)!.seq
      }
    }
    return textFile('audit.jsonl', 'application/x-ndjson', lines())
  })
}
