import type { BlobStore, Ctx } from '@rowright/db'
import { type HeldFor, payloadIfThere } from '@rowright/pipeline/item'
import { type AsideAs, bringBack, openSlots } from '@rowright/pipeline/labeling'
import type { Campaign } from '@rowright/pipeline/pool'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type * as contract from '../quarantineContract.ts'

type HeldRow = {
  item_id: string
  external_id: string
  payload: unknown
  blob: string | null
  reasons: HeldFor[] | null
  sensitive: boolean | null
  statement: string | null
  held_at: string | null
}

/** Shown at once; the rest comes when these are decided. */
const MOST = 200

const columns = sql`i.id as item_id, coalesce(q.external_id, i.external_id) as external_id, i.payload, i.blob, q.reasons, q.sensitive, q.statement, q.held_at`

const heldView = async (blobs: BlobStore, row: HeldRow) => ({
  itemId: row.item_id,
  externalId: row.external_id,
  reasons: row.reasons ?? [],
  sensitive: row.sensitive ?? false,
  statement: row.statement,
  heldAt: row.held_at === null ? null : new Date(row.held_at).toISOString(),
  payload: await payloadIfThere(blobs, row),
})

/** Tasks of a campaign that are out of the work: first those that somebody has to decide about. */
export async function asideViews(
  ctx: Ctx,
  blobs: BlobStore,
  campaign: Campaign,
): Promise<{ total: number; unread: number; items: z.infer<typeof contract.asideTask>[] }> {
  const { rows: waiting } = await ctx.tx.execute<{ n: number }>(sql`
    select count(*)::int as n from task where pool_id = ${campaign.poolId} and campaign_id = ${campaign.id} and aside_as = 'unread'`)
  const { rows } = await ctx.tx.execute<
    HeldRow & { task_id: string; as: Exclude<AsideAs, 'unread' | 'superseded'>; total: number }
  >(sql`
    select t.id as task_id, t.aside_as as as, count(*) over ()::int as total, ${columns}
    from task t join item i on i.pool_id = t.pool_id and i.id = t.item_id
    left join quarantine q on q.pool_id = i.pool_id and q.item_id = i.id
    where t.pool_id = ${campaign.poolId} and t.campaign_id = ${campaign.id} and t.aside_as not in ('unread', 'superseded')
    order by t.aside_as = 'withdrawn', q.statement is not null, i.external_id collate "C" limit ${MOST}`)
  return {
    total: rows[0]?.total ?? 0,
    unread: waiting[0]!.n,
    items: await Promise.all(
      rows.map(async (row) => ({ ...(await heldView(blobs, row)), taskId: row.task_id, as: row.as })),
    ),
  }
}

/** Items that a steward decides about, the oldest first; all that are held of a pool whose requester said something. */
export async function waitingViews(
  ctx: Ctx,
  blobs: BlobStore,
): Promise<{ total: number; items: z.infer<typeof contract.waitingItem>[] }> {
  const { rows } = await ctx.tx.execute<HeldRow & { pool_id: string; name: string; total: number }>(sql`
    select q.pool_id, p.name, count(*) over ()::int as total, ${columns}
    from quarantine q join item i on i.pool_id = q.pool_id and i.id = q.item_id join pool p on p.id = q.pool_id
    where q.decision is null and q.sensitive order by q.statement is null, q.held_at, q.item_id limit ${MOST}`)
  return {
    total: rows[0]?.total ?? 0,
    items: await Promise.all(
      rows.map(async (row) => ({
        ...(await heldView(blobs, row)),
        poolId: row.pool_id,
        poolName: row.name,
      })),
    ),
  }
}

/** Brings tasks back whose content is there again. @returns how many. */
export async function lookAgain(ctx: Ctx, blobs: BlobStore, campaign: Campaign): Promise<number> {
  const { rows } = await ctx.tx.execute<{ id: string; payload: unknown; blob: string | null }>(sql`
    select t.id, i.payload, i.blob from task t join item i on i.pool_id = t.pool_id and i.id = t.item_id
    where t.pool_id = ${campaign.poolId} and t.campaign_id = ${campaign.id} and t.aside_as = 'payload-missing'`)
  const there: string[] = []
  for (const row of rows) if (await payloadIfThere(blobs, row)) there.push(row.id)
  if (there.length === 0) return 0
  await bringBack(ctx, { poolId: campaign.poolId, taskIds: there }, ['payload-missing'])
  if (campaign.status === 'open') await openSlots(ctx, campaign)
  return there.length
}
