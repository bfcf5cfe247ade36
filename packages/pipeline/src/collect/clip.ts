import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { clipOfTakenDown, noClips } from './errors.ts'

/**
 * The pool that a clip goes to: its campaign is open and names the tag, and its host has not asked to stay out. A clip
 * is a gift: nothing is paid for it. [CLT-36] @throws `collect/no-clips`, `collect/taken-down`.
 */
export async function clipTarget(
  ctx: Ctx,
  input: { campaignId: string; tag: string; url: string },
): Promise<{ poolId: string }> {
  const { rows } = await ctx.tx.execute<{ pool_id: string; tags: string[] }>(sql`
    select c.pool_id, c.tags from collection c join campaign k on k.pool_id = c.pool_id and k.id = c.campaign_id
    where c.campaign_id = ${input.campaignId} and k.status = 'open'`)
  if (!rows[0]?.tags.includes(input.tag)) throw noClips()
  const name = new URL(input.url).hostname
  const { rows: gone } = await ctx.tx.execute(sql`
    select 1 from host where taken_down_at is not null and (name = ${name} or ${name} like '%.' || name)`)
  if (gone.length > 0) throw clipOfTakenDown(name)
  return { poolId: rows[0].pool_id }
}
