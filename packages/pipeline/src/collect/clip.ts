import type { BlobStore, Ctx } from '@rowright/db'
import { canonicalJson, type clipInput, sha256Hex } from '@rowright/protocol'
import { and, eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { poolsAgreed } from './agreed.ts'
import { clip as clips } from './clip.sql.ts'
import { clipNeedsConsent, clipOfTakenDown, emptyClip, noClips } from './errors.ts'
import { notTakenDown } from './notTakenDown.ts'

export type GivenClip = z.output<typeof clipInput>
export type ClipState = (typeof clips.$inferSelect)['state']

/**
 * Takes a clip: its source is asked before anything is made of it. The same clip again gives what became of it. A clip is
 * a gift: nothing is paid for it. [CLT-36, CLT-38]
 * @throws `collect/empty-clip`, `collect/no-clips`, `collect/taken-down`, `collect/consent-needed`.
 */
export async function giveClip(
  ctx: Ctx,
  blobs: BlobStore,
  { personId, clip }: { personId: string; clip: GivenClip },
): Promise<ClipState> {
  if (clip.text.trim() === '' && clip.image === undefined) throw emptyClip()
  const { clipId, campaignId, tag, url } = clip
  const poolId = await poolOf(ctx, campaignId, tag)
  const [known] = await ctx.tx
    .select()
    .from(clips)
    .where(and(eq(clips.poolId, poolId), eq(clips.id, clipId), eq(clips.personId, personId)))
  if (known) return known.state
  const host = new URL(url).hostname
  if ((await notTakenDown(ctx, [{ url, host }])).length === 0) throw clipOfTakenDown(host)
  if (!(await poolsAgreed(ctx, personId, [poolId])).has(poolId)) throw clipNeedsConsent()
  const content = canonicalJson(clip)
  const now = ctx.now()
  await ctx.tx.insert(clips).values({
    ...{ poolId, id: clipId, campaignId, personId, url, host, blob: sha256Hex(content) },
    ...{ state: 'asking', sentAt: now, dueAt: now },
  })
  await ctx.tx.execute(sql`insert into host (name) values (${host}) on conflict do nothing`)
  // Last before the commit: a row without its content would be an error.
  await blobs.put(Buffer.from(content))
  return 'asking'
}

/** The pool of an open campaign that takes clips with this tag. */
async function poolOf(ctx: Ctx, campaignId: string, tag: string): Promise<string> {
  const { rows } = await ctx.tx.execute<{ pool_id: string; tags: string[] }>(sql`
    select c.pool_id, c.tags from collection c join campaign k on k.pool_id = c.pool_id and k.id = c.campaign_id
    where c.campaign_id = ${campaignId} and k.status = 'open'`)
  if (!rows[0]?.tags.includes(tag)) throw noClips()
  return rows[0].pool_id
}
