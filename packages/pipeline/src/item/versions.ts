import type { Ctx } from '@rowright/db'
import { canonicalJson, sha256Hex } from '@rowright/protocol'
import { sql } from 'drizzle-orm'

/** The item that a collected page is now. */
export interface CurrentPage {
  itemId: string
  sha256: string
  observedAt: Date
}

/** Collected pages that are items of a pool, by address; locked. [ITM-14] */
export async function currentPages(
  ctx: Ctx,
  poolId: string,
  urls: readonly string[],
): Promise<Map<string, CurrentPage>> {
  const { rows } = await ctx.tx.execute<{
    id: string
    external_id: string
    sha256: string
    observed_at: string
  }>(sql`
    select id, external_id, sha256, provenance->>'observedAt' as observed_at from item
    where pool_id = ${poolId} and external_id = any(${sql.param([...urls])}::text[]) and superseded_at is null
      and provenance->>'kind' = 'collected' order by id for update`)
  return new Map(
    rows.map(({ id, external_id, sha256, observed_at }) => [
      external_id,
      { itemId: id, sha256, observedAt: new Date(observed_at) },
    ]),
  )
}

/** Whether a payload is an item's content. */
export const sameContent = (page: CurrentPage, payload: Record<string, unknown>): boolean =>
  sha256Hex(canonicalJson(payload)) === page.sha256

/** An item was seen again as it is: `observedAt` moves on, never back. [ITM-14] */
export async function seenAgain(
  ctx: Ctx,
  input: { poolId: string; itemId: string; observedAt: Date },
): Promise<void> {
  const at = input.observedAt.toISOString()
  await ctx.tx.execute(sql`
    update item set provenance = provenance || jsonb_build_object('observedAt', ${at}::text)
    where pool_id = ${input.poolId} and id = ${input.itemId} and (provenance->>'observedAt')::timestamptz < ${at}::timestamptz`)
}

/** Makes room for a page's new version: the old item keeps its content, and its name says which version it is. [ITM-14] */
export async function supersede(ctx: Ctx, poolId: string, itemIds: readonly string[]): Promise<void> {
  await ctx.tx.execute(sql`
    update item set superseded_at = ${ctx.now()}, external_id = external_id || ' @' || (provenance->>'observedAt')
    where pool_id = ${poolId} and id = any(${sql.param([...itemIds])}::uuid[]) and superseded_at is null`)
}
