import type { Ctx } from '@rowright/db'
import type { Json } from '@rowright/protocol'
import { chosenText, type Payload, type Question, questionOf } from '@rowright/tasktype'
import { sql } from 'drizzle-orm'

export interface CurrentResult {
  taskId: string
  externalId: string
  value: string
  /** The value as data: labels, a number, spans with their text. */
  answer: Json
  /** Of a pair: the start of the text that was chosen. */
  chosen: string | null
  confidencePpm: number
  method: string
  version: string
  votes: Record<string, number>
  /** How many annotations contributed. */
  annotations: number
}

/**
 * The newest result of each task of a campaign, ordered by external id (code points).
 * @param page.cursor the last external id of the page before; null for the first page.
 */
export async function currentResults(
  ctx: Ctx,
  poolId: string,
  campaign: Question & { id: string },
  page: { cursor: string | null; limit: number },
): Promise<{ items: CurrentResult[]; nextCursor: string | null }> {
  const { type, schema } = questionOf(campaign)
  const after = page.cursor === null ? sql`true` : sql`i.external_id collate "C" > ${page.cursor}`
  const { rows } = await ctx.tx.execute<
    Omit<CurrentResult, 'answer' | 'chosen'> & { payload: Payload | null }
  >(sql`
    select t.id as "taskId", i.external_id as "externalId", r.value, r.confidence_ppm as "confidencePpm", r.method,
      r.version, r.votes, jsonb_array_length(r.annotations) as annotations,
      ${type.readsPayload ? sql`i.payload` : sql`null::jsonb`} as payload
    from task t
    join item i on i.pool_id = t.pool_id and i.id = t.item_id
    join lateral (select * from result r where r.pool_id = t.pool_id and r.task_id = t.id order by r.round desc limit 1) r on true
    where t.pool_id = ${poolId} and t.campaign_id = ${campaign.id} and jsonb_array_length(r.annotations) > 0 and ${after}
    order by i.external_id collate "C" limit ${page.limit + 1}`)
  const items = rows.slice(0, page.limit).map(({ payload, ...row }) => ({
    ...row,
    answer: type.exported(schema, row.value, payload),
    chosen: campaign.taskType === 'pairwise' ? chosenText(row.value, payload) : null,
  }))
  return { items, nextCursor: rows.length > page.limit ? items.at(-1)!.externalId : null }
}
