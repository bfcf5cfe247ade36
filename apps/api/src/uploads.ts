import { RowrightError } from '@rowright/protocol'
import {
  apiKeyReadsOnly,
  notSignedIn,
  parseIds,
  type RateRule,
  type RequestContext,
  RULES,
  receiveAssignmentList,
  receiveItems,
  refuseMethod,
  type System,
} from '@rowright/server'
import type { Context, Hono } from 'hono'

const MOST_BYTES = 64_000_000

/** Files in: items and assignment lists, as NDJSON or CSV. */
export function mountUploads(
  app: Hono,
  system: System,
  contextOf: (request: Request) => Promise<RequestContext>,
  limit: (rule: RateRule, key: string) => Promise<unknown>,
): void {
  const receive = (take: typeof receiveItems | typeof receiveAssignmentList) => async (c: Context) => {
    const { personId, byApiKey } = await contextOf(c.req.raw)
    if (!personId) throw notSignedIn()
    if (byApiKey) throw apiKeyReadsOnly()
    await limit(RULES.upload, personId)
    const { poolId, campaignId } = parseIds(c.req.param() as { poolId: string; campaignId: string })
    const body = await readText(c.req.raw)
    return c.json(
      await take(system, { poolId, campaignId, personId }, body, c.req.header('content-type') ?? ''),
    )
  }
  const campaign = '/v1/pools/:poolId/campaigns/:campaignId'
  app.post(`${campaign}/items`, receive(receiveItems)).all(refuseMethod(['POST']))
  app.put(`${campaign}/assignment-list`, receive(receiveAssignmentList)).all(refuseMethod(['PUT']))
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
