import type { Ctx } from '@rowright/db'
import { and, desc, eq, lt, sql } from 'drizzle-orm'
import { getEndpoint } from './endpoints.ts'
import { unknownMessage } from './errors.ts'
import { webhookMessage } from './webhook.sql.ts'

export type WebhookMessage = typeof webhookMessage.$inferSelect

/** Messages of an endpoint, newest first. @param of.before an id to go on behind. [HOOK-7] */
export async function messagesOf(
  ctx: Ctx,
  of: { personId: string; endpointId: string; before?: string | undefined; limit: number },
): Promise<WebhookMessage[]> {
  await getEndpoint(ctx, of)
  const mine = eq(webhookMessage.endpointId, of.endpointId)
  return ctx.tx
    .select()
    .from(webhookMessage)
    .where(of.before ? and(mine, lt(webhookMessage.id, of.before)) : mine)
    .orderBy(desc(webhookMessage.id))
    .limit(of.limit)
}

/** Sends a message again now, whether it was delivered or not. [HOOK-7] @throws RowrightError `webhook/unknown-message`. */
export async function resend(
  ctx: Ctx,
  of: { personId: string; endpointId: string; messageId: string },
): Promise<WebhookMessage> {
  await getEndpoint(ctx, of)
  const [row] = await ctx.tx
    .update(webhookMessage)
    .set({ nextAt: ctx.now(), attempts: 0, deliveredAt: null, lastError: sql`null` })
    .where(and(eq(webhookMessage.id, of.messageId), eq(webhookMessage.endpointId, of.endpointId)))
    .returning()
  if (!row) throw unknownMessage()
  return row
}
