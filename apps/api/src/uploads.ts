import { RowrightError } from '@rowright/protocol'
import {
  notSignedIn,
  type RateRule,
  type RequestContext,
  RULES,
  receiveAssignmentList,
  receiveItems,
  type System,
} from '@rowright/server'
import type { Context, Hono } from 'hono'

const MOST_BYTES = 64_000_000

/** Files in: items and assignment lists, as NDJSON or CSV. */
export function mountUploads(
  app: Hono,
  system: System,
  contextOf: (request: Request) => Promise<RequestContext>,
  limit: (rule: RateRule, key: string) => Promise<void>,
): void {
  const receive = (take: typeof receiveItems | typeof receiveAssignmentList) => async (c: Context) => {
    const { personId, byApiKey } = await contextOf(c.req.raw)
    if (!personId || byApiKey) throw notSignedIn()
    await limit(RULES.upload, personId)
    const { poolId, campaignId } = c.req.param() as { poolId: string; campaignId: string }
    for (const [field, value] of Object.entries({ poolId, campaignId })) {
      if (!/^[0-9a-f-]{36}$/i.test(value)) {
        throw new RowrightError('request/invalid', 'This is not an id.', {
          status: 422,
          field,
          hint: 'Ids are UUIDs.',
        })
      }
    }
    const body = await readText(c.req.raw)
    return c.json(
      await take(system, { poolId, campaignId, personId }, body, c.req.header('content-type') ?? ''),
    )
  }
  app.post('/v1/pools/:poolId/campaigns/:campaignId/items', receive(receiveItems))
  app.put('/v1/pools/:poolId/campaigns/:campaignId/assignment-list', receive(receiveAssignmentList))
}

async function readText(request: Request): Promise<string> {
  const tooLarge = new RowrightError('upload/too-large', `The file is over ${MOST_BYTES / 1_000_000} MB.`, {
    status: 413,
    field: 'body',
    hint: 'Upload it in several files; each one is all or nothing.',
  })
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) throw tooLarge
  const decoder = new TextDecoder('utf-8')
  let text = ''
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > MOST_BYTES) throw tooLarge
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
