import type { BlobStore, Ctx } from '@rowright/db'
import { clipTarget } from '@rowright/pipeline/collect'
import { admit, quarantinedAmong } from '@rowright/pipeline/item'
import { type clipInput, type clipOutput, RowrightError } from '@rowright/protocol'
import type { z } from 'zod'

/** A clip becomes an item by its giver's word alone (L0), through the same quarantine as an upload. [CLT-36, ITM-5] */
export async function takeClip(
  ctx: Ctx,
  blobs: BlobStore,
  { personId, clip }: { personId: string; clip: z.output<typeof clipInput> },
): Promise<z.output<typeof clipOutput>['state']> {
  const { clipId, campaignId, tag, kind, url, title, text, image, observedAt } = clip
  if (text.trim() === '' && image === undefined) throw emptyClip()
  const { poolId } = await clipTarget(ctx, { campaignId, tag, url })
  const payload = {
    type: 'clip',
    url,
    source: new URL(url).hostname,
    tag,
    ...(title === undefined ? {} : { title }),
    ...(text === '' ? {} : { text }),
    ...(image === undefined ? {} : { image }),
  }
  try {
    const [itemId] = await admit(ctx, blobs, {
      poolId,
      giverId: personId,
      provenance: { kind: 'clip', of: kind, url, observedAt, level: 'L0', tag },
      rows: [{ externalId: `clip:${clipId}`, payload, line: 1 }],
    })
    return (await quarantinedAmong(ctx, poolId, [itemId!])).size > 0 ? 'held' : 'taken'
  } catch (error) {
    if (error instanceof RowrightError && error.code === 'item/duplicate') return 'known'
    throw error
  }
}

const emptyClip = () =>
  new RowrightError('collect/empty-clip', 'There is nothing in this clip.', {
    status: 422,
    field: 'text',
    hint: 'Send a text or a picture.',
  })
