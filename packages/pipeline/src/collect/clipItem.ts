import { type BlobStore, type Ctx, emit } from '@rowright/db'
import { clipInput } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import type { SourceSignal } from './clipSource.ts'

/** A clip whose source permits it, on its way to become an item. */
export interface PermittedClip {
  campaignId: string
  personId: string
  externalId: string
  payload: Record<string, unknown>
  /** Whence it is, that only its giver says so, and the source's rights beside the giver's. [CLT-36, CLT-38] */
  provenance: Record<string, unknown>
}

type Row = {
  campaign_id: string
  person_id: string
  url: string
  host: string
  blob: string
  evidence: SourceSignal[]
  share: number
}

/** The clip, locked; null when it was made an item, or erased, already. */
export async function permittedClip(
  ctx: Ctx,
  blobs: BlobStore,
  { poolId, clipId }: { poolId: string; clipId: string },
): Promise<PermittedClip | null> {
  const { rows } = await ctx.tx.execute<Row>(sql`
    select k.campaign_id, k.person_id, k.url, k.host, k.blob, k.evidence, c.source_share_ppm as share from clip k
    join collection c on c.pool_id = k.pool_id and c.campaign_id = k.campaign_id
    where k.pool_id = ${poolId} and k.id = ${clipId} and k.state = 'permitted' for update of k`)
  const row = rows[0]
  if (!row) return null
  const content = clipInput.parse(JSON.parse(Buffer.from(await blobs.get(row.blob)).toString('utf8')))
  const { kind, tag, title, text, image, observedAt } = content
  return {
    campaignId: row.campaign_id,
    personId: row.person_id,
    externalId: `clip:${clipId}`,
    payload: {
      type: 'clip',
      url: row.url,
      source: row.host,
      tag,
      ...(title === undefined ? {} : { title }),
      ...(text === '' ? {} : { text }),
      ...(image === undefined ? {} : { image }),
    },
    provenance: {
      kind: 'clip',
      of: kind,
      url: row.url,
      observedAt,
      level: 'L0',
      tag,
      collection: row.campaign_id,
      sourceRights: {
        host: row.host,
        signals: row.evidence.map(({ signal, stance, where }) => ({ signal, stance, where })),
        licenses: [],
        sharePpm: row.share,
      },
    },
  }
}

/** Notes what became of a clip; its content goes when that is for good. */
export async function markClip(
  ctx: Ctx,
  at: { poolId: string; clipId: string; state: 'taken' | 'held' | 'known'; itemId?: string },
): Promise<void> {
  const { rows } = await ctx.tx.execute<{ blob: string }>(sql`
    update clip set state = ${at.state}, item_id = ${at.itemId ?? null}
    where pool_id = ${at.poolId} and id = ${at.clipId} and state = 'permitted' returning blob`)
  for (const { blob } of rows) await emit(ctx, 'clip.settled', at.poolId, { blob })
}
