import type { Ctx } from '@rowright/db'
import { audit } from '@rowright/pipeline/people'
import {
  addEndpoint,
  enableEndpoint,
  endpointsOf,
  keysOf,
  messagesOf,
  removeEndpoint,
  resend,
  rotateKeys,
  type WebhookEndpoint,
  type WebhookMessage,
} from '@rowright/pipeline/webhook'
import { z } from 'zod'
import { id } from '../contract.ts'
import { openCursor, sealCursor } from '../cursor.ts'
import type { System } from '../system.ts'
import { personVerb, router } from '../trpc.ts'
import * as contract from '../webhookContract.ts'

const PAGE = 50
const ENDPOINTS = '/v1/webhook-endpoints'
const ENDPOINT = `${ENDPOINTS}/{endpointId}` as const
const of = z.object({ endpointId: id })

const keys = ({ config }: System, row: WebhookEndpoint) => keysOf(config.authSecret, row.id, row.keyVersion)

function view(system: System, row: WebhookEndpoint): z.infer<typeof contract.endpoint> {
  return {
    id: row.id,
    url: row.url,
    events: row.events as z.infer<typeof contract.event>[],
    publicKey: keys(system, row).publicKey,
    createdAt: row.createdAt.toISOString(),
    previousKeysUntil: row.previousUntil?.toISOString() ?? null,
    disabledAt: row.disabledAt?.toISOString() ?? null,
    disabledReason: row.disabledReason as 'gone' | 'failing' | null,
  }
}

const withSecret = (system: System, row: WebhookEndpoint) => ({
  ...view(system, row),
  sharedSecret: keys(system, row).sharedSecret,
})

const messageView = (row: WebhookMessage): z.infer<typeof contract.message> => ({
  id: row.id,
  type: row.type as z.infer<typeof contract.event>,
  poolId: row.poolId,
  payload: row.payload as Record<string, unknown>,
  createdAt: row.createdAt.toISOString(),
  attempts: row.attempts,
  nextAt: row.nextAt?.toISOString() ?? null,
  deliveredAt: row.deliveredAt?.toISOString() ?? null,
  lastStatus: row.lastStatus,
  lastError: row.lastError,
})

const noted = (ctx: Ctx, personId: string, action: string, row: WebhookEndpoint) =>
  audit(ctx, { personId, action: `webhook.${action}`, detail: { endpointId: row.id, url: row.url } })

/** News of licensed pools, pushed to buyers' programs. */
export const webhookRouter = router({
  list: personVerb
    .meta({ rest: { method: 'GET', path: ENDPOINTS } })
    .output(z.object({ items: z.array(contract.endpoint) }))
    .query(async ({ ctx }) => ({
      items: (await endpointsOf(ctx.c, ctx.personId)).map((row) => view(ctx.system, row)),
    })),

  add: personVerb
    .meta({ rest: { method: 'POST', path: ENDPOINTS, answer: () => ({ status: 201 }) } })
    .input(contract.endpointIn)
    .output(contract.newKeys)
    .mutation(async ({ ctx, input }) => {
      const local = ctx.system.config.profile === 'local'
      const row = await addEndpoint(ctx.c, { ...input, personId: ctx.personId, local })
      await noted(ctx.c, ctx.personId, 'add', row)
      return withSecret(ctx.system, row)
    }),

  rotate: personVerb
    .meta({ rest: { method: 'POST', path: `${ENDPOINT}/rotate` } })
    .input(of)
    .output(contract.newKeys)
    .mutation(async ({ ctx, input }) => {
      const row = await rotateKeys(ctx.c, { ...input, personId: ctx.personId })
      await noted(ctx.c, ctx.personId, 'rotate', row)
      return withSecret(ctx.system, row)
    }),

  enable: personVerb
    .meta({ rest: { method: 'POST', path: `${ENDPOINT}/enable` } })
    .input(of)
    .output(contract.endpoint)
    .mutation(async ({ ctx, input }) => {
      const row = await enableEndpoint(ctx.c, { ...input, personId: ctx.personId })
      await noted(ctx.c, ctx.personId, 'enable', row)
      return view(ctx.system, row)
    }),

  remove: personVerb
    .meta({ rest: { method: 'DELETE', path: ENDPOINT } })
    .input(of)
    .output(z.object({ removed: z.literal(true) }))
    .mutation(async ({ ctx, input }) => {
      const row = await removeEndpoint(ctx.c, { ...input, personId: ctx.personId })
      await noted(ctx.c, ctx.personId, 'remove', row)
      return { removed: true }
    }),

  messages: personVerb
    .meta({ rest: { method: 'GET', path: `${ENDPOINT}/messages` } })
    .input(of.extend({ cursor: z.string().max(300).optional() }))
    .output(z.object({ items: z.array(contract.message), nextCursor: z.string().nullable() }))
    .query(async ({ ctx, input }) => {
      const list = { account: ctx.personId, list: `webhook ${input.endpointId}` }
      const before = input.cursor ? openCursor(ctx.system, list, input.cursor) : undefined
      const asked = { personId: ctx.personId, endpointId: input.endpointId, before, limit: PAGE + 1 }
      const found = await messagesOf(ctx.c, asked)
      const page = found.slice(0, PAGE)
      return {
        items: page.map(messageView),
        nextCursor: found.length > PAGE ? sealCursor(ctx.system, list, page.at(-1)!.id) : null,
      }
    }),

  resend: personVerb
    .meta({ rest: { method: 'POST', path: `${ENDPOINT}/messages/{messageId}/resend` } })
    .input(of.extend({ messageId: id }))
    .output(contract.message)
    .mutation(async ({ ctx, input }) =>
      messageView(await resend(ctx.c, { ...input, personId: ctx.personId })),
    ),
})
