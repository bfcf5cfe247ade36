import { Readable } from 'node:stream'
import { checkRows } from '@rowright/pipeline/export'
import {
  keyWithoutScope,
  notSignedIn,
  type RateRule,
  type RequestContext,
  RULES,
  refuseMethod,
  type System,
} from '@rowright/server'
import type { Hono } from 'hono'

/** A licensee sends the ids of the rows they hold and reads which have to go, line by line. [EXP-10] */
export function mountComplianceChecks(
  app: Hono,
  system: System,
  contextOf: (request: Request) => Promise<RequestContext>,
  limit: (rule: RateRule, key: string) => Promise<unknown>,
): void {
  app
    .post('/v1/licenses/:licenseId/compliance-checks', async (c) => {
      const { personId, keyLicenseId } = await contextOf(c.req.raw)
      if (!personId) throw notSignedIn()
      const licenseId = c.req.param('licenseId')
      if (keyLicenseId !== null && licenseId !== keyLicenseId) throw keyWithoutScope()
      await limit(RULES.upload, personId)
      const ids = c.req.raw.body ? Readable.fromWeb(c.req.raw.body as never) : Readable.from([])
      const { database, blobs } = system
      return new Promise<Response>((answer, refuse) => {
        checkRows(database, blobs, { licenseId, personId, ids }, async ({ counts, successor, lines }) => {
          async function* all() {
            yield `${JSON.stringify({ counts, successor })}\n`
            yield* lines
          }
          const body = Readable.from(all())
          const read = new Promise((closed) => body.once('close', closed))
          answer(
            new Response(Readable.toWeb(body) as unknown as ReadableStream<Uint8Array>, {
              headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'private, no-store' },
            }),
          )
          await read
        }).catch(refuse)
      })
    })
    .all('/v1/licenses/:licenseId/compliance-checks', refuseMethod(['POST']))
}
