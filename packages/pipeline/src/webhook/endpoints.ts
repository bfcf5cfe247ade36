import type { Ctx } from '@rowright/db'
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import { tooManyEndpoints, unknownEndpoint } from './errors.ts'
import { checkedTarget } from './target.ts'
import { webhookEndpoint } from './webhook.sql.ts'

export type WebhookEndpoint = typeof webhookEndpoint.$inferSelect

/** What endpoints may ask for. */
export const WEBHOOK_EVENTS = ['release.published', 'consent.revoked', 'rows.corrected'] as const
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number]

const MOST = 20
const DAY = 86_400_000

/** @throws RowrightError `webhook/refused-target`, `webhook/too-many`. [HOOK-6] */
export async function addEndpoint(
  ctx: Ctx,
  asked: { personId: string; url: string; events: readonly WebhookEvent[]; local: boolean },
): Promise<WebhookEndpoint> {
  const { href } = checkedTarget(asked.url, asked.local)
  if ((await endpointsOf(ctx, asked.personId)).length >= MOST) throw tooManyEndpoints(MOST)
  const [row] = await ctx.tx
    .insert(webhookEndpoint)
    .values({ personId: asked.personId, url: href, events: [...new Set(asked.events)], createdAt: ctx.now() })
    .returning()
  return row!
}

export const endpointsOf = (ctx: Ctx, personId: string): Promise<WebhookEndpoint[]> =>
  ctx.tx
    .select()
    .from(webhookEndpoint)
    .where(and(eq(webhookEndpoint.personId, personId), isNull(webhookEndpoint.removedAt)))
    .orderBy(desc(webhookEndpoint.createdAt))

interface Of {
  personId: string
  endpointId: string
}

async function change(
  ctx: Ctx,
  of: Of,
  values: PgUpdateSetSource<typeof webhookEndpoint>,
): Promise<WebhookEndpoint> {
  const [row] = await ctx.tx
    .update(webhookEndpoint)
    .set(values)
    .where(
      and(
        eq(webhookEndpoint.id, of.endpointId),
        eq(webhookEndpoint.personId, of.personId),
        isNull(webhookEndpoint.removedAt),
      ),
    )
    .returning()
  if (!row) throw unknownEndpoint()
  return row
}

/** @throws RowrightError `webhook/unknown-endpoint`, also for somebody else's. */
export const getEndpoint = (ctx: Ctx, of: Of): Promise<WebhookEndpoint> => change(ctx, of, { url: sql`url` })

/** New keys; the old ones sign too for a day, so that a receiver can change over. [HOOK-4] */
export const rotateKeys = (ctx: Ctx, of: Of): Promise<WebhookEndpoint> =>
  change(ctx, of, { keyVersion: sql`key_version + 1`, previousUntil: new Date(ctx.now().getTime() + DAY) })

/** Sends again, and what has waited goes out now. [HOOK-5] */
export async function enableEndpoint(ctx: Ctx, of: Of): Promise<WebhookEndpoint> {
  const row = await change(ctx, of, { disabledAt: null, disabledReason: null })
  await ctx.tx.execute(sql`update webhook_message set next_at = ${ctx.now()}, attempts = 0
    where endpoint_id = ${row.id} and delivered_at is null`)
  return row
}

/** Nothing is sent to it any more; what was is kept. */
export const removeEndpoint = (ctx: Ctx, of: Of): Promise<WebhookEndpoint> =>
  change(ctx, of, { removedAt: ctx.now() })
