import type { Ctx } from '@rowright/db'
import { questionOf } from '@rowright/tasktype'
import { sql } from 'drizzle-orm'
import { hold, screenText } from '../item/index.ts'
import { type Campaign, getCampaign } from '../pool/index.ts'
import { openSlots } from './openSlots.ts'
import { bringBack, setAside } from './setAside.ts'

/** What a machine says an answer may be. */
export interface Suggested {
  /** As an editor shows it: the text itself, or JSON. Not in the stored form of answers. */
  value: string
  model: string
  version: string
  /** How sure the machine says it is; null when it does not say. */
  confidencePpm: number | null
}

/** Stores suggestions beside their tasks; a task keeps the first that came with it or that the worker made. [LAB-25] */
export async function addSuggestions(
  ctx: Ctx,
  poolId: string,
  source: 'upload' | 'worker',
  rows: readonly (Suggested & { taskId: string })[],
): Promise<void> {
  if (rows.length === 0) return
  const column = (key: keyof Suggested | 'taskId') => sql.param(rows.map((row) => row[key]))
  await ctx.tx.execute(sql`
    insert into suggestion (pool_id, task_id, value, model, version, confidence_ppm, source, made_at)
    select ${poolId}, task_id, value, model, version, confidence, ${source}, ${ctx.now()} from unnest(
      ${column('taskId')}::uuid[], ${column('value')}::text[], ${column('model')}::text[], ${column('version')}::text[],
      ${column('confidencePpm')}::int[]) u(task_id, value, model, version, confidence)
    on conflict do nothing`)
}

/**
 * Stores what the labeler's browser suggested for a task they hold, and that they were shown it. A task that brought a
 * suggestion keeps that one. [LAB-25, LAB-26]
 */
export async function addShown(
  ctx: Ctx,
  shown: { poolId: string; assignmentId: string; taskId: string; personId: string } & Suggested,
): Promise<void> {
  await ctx.tx.execute(sql`
    with made as (insert into suggestion (pool_id, task_id, value, model, version, confidence_ppm, source, person_id, made_at)
      values (${shown.poolId}, ${shown.taskId}, ${shown.value}, ${shown.model}, ${shown.version}, ${shown.confidencePpm}, 'browser',
        ${shown.personId}, ${ctx.now()}) returning id)
    update assignment a set suggestion_id = made.id from made
    where a.pool_id = ${shown.poolId} and a.id = ${shown.assignmentId} and a.suggestion_id is null`)
}

/** Whether a machine is to suggest answers to a campaign's tasks. */
export const wantsMachine = (campaign: Pick<Campaign, 'taskType' | 'schema' | 'labels'>): boolean => {
  const { type, schema } = questionOf(campaign)
  return type.suggests(schema) === 'machine'
}

/**
 * Where a machine is to suggest: tasks wait until the worker has read them, so that what a picture says is screened
 * before anybody sees it. [LAB-27, ITM-5] @returns how many wait.
 */
export async function awaitReading(
  ctx: Ctx,
  campaign: Campaign,
  which: { taskIds: readonly string[] } | { itemIds: readonly string[] },
): Promise<number> {
  if (!wantsMachine(campaign)) return 0
  const among =
    'taskIds' in which
      ? sql`t.id = any(${sql.param([...which.taskIds])}::uuid[])`
      : sql`t.item_id = any(${sql.param([...which.itemIds])}::uuid[])`
  const { rows } = await ctx.tx.execute<{ id: string }>(sql`
    select t.id from task t where t.pool_id = ${campaign.poolId} and t.campaign_id = ${campaign.id} and ${among} and t.aside_as is null
      and not exists (select 1 from suggestion s where s.pool_id = t.pool_id and s.task_id = t.id and s.source = 'worker')`)
  const taskIds = rows.map((row) => row.id)
  return setAside(ctx, { poolId: campaign.poolId, taskIds }, 'unread')
}

export interface Unread {
  poolId: string
  campaignId: string
  taskId: string
  itemId: string
  /** The task type's settings: the language is among them. */
  schema: unknown
  payload: unknown
  blob: string | null
}

/** Whether a campaign has tasks that become work once the worker has read them. */
export async function waitsForReading(ctx: Ctx, campaign: Campaign): Promise<boolean> {
  const { rows } = await ctx.tx.execute(sql`
    select 1 from task where pool_id = ${campaign.poolId} and campaign_id = ${campaign.id} and aside_as = 'unread' limit 1`)
  return rows.length > 0
}

/** Tasks that wait for the worker to read them, in queue order. */
export async function unreadTasks(ctx: Ctx, limit: number): Promise<Unread[]> {
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    campaign_id: string
    id: string
    item_id: string
    schema: unknown
    payload: unknown
    blob: string | null
  }>(sql`
    select t.pool_id, t.campaign_id, t.id, t.item_id, c.schema, i.payload, i.blob from task t
    join campaign c on c.pool_id = t.pool_id and c.id = t.campaign_id join item i on i.pool_id = t.pool_id and i.id = t.item_id
    where t.aside_as = 'unread' and c.status <> 'closed' order by t.campaign_id, t.shuffle, t.id limit ${limit}`)
  return rows.map((row) => ({
    poolId: row.pool_id,
    campaignId: row.campaign_id,
    taskId: row.id,
    itemId: row.item_id,
    schema: row.schema,
    payload: row.payload,
    blob: row.blob,
  }))
}

/**
 * Takes what the worker read of a task: it is a suggestion if it can be an answer, and the task is work, unless what it
 * says is personal data or unsafe: then its item is quarantined. [LAB-27] Read twice, the first counts.
 * @param reading null when there was nothing to read.
 */
export async function takeReading(
  ctx: Ctx,
  task: Unread,
  reading: Suggested | null,
): Promise<'work' | 'quarantined' | 'done-before'> {
  const { poolId, campaignId, taskId, itemId } = task
  const { rowCount } = await ctx.tx.execute(sql`
    select 1 from task where pool_id = ${poolId} and id = ${taskId} and aside_as = 'unread' for update`)
  if (rowCount !== 1) return 'done-before'
  const campaign = await getCampaign(ctx, poolId, campaignId)
  if (reading && canBeAnswer(campaign, reading.value))
    await addSuggestions(ctx, poolId, 'worker', [{ ...reading, taskId }])
  const reasons = reading ? screenText(reading.value, 'image') : []
  const held = reasons.length > 0 ? await hold(ctx, poolId, [{ itemId, reasons }]) : []
  // Empty also when somebody has decided about this item before.
  if (held.length > 0) {
    await setAside(ctx, { poolId, itemIds: held }, 'quarantined')
    return 'quarantined'
  }
  await bringBack(ctx, { poolId, taskIds: [taskId] }, ['unread'])
  if (campaign.status === 'open') await openSlots(ctx, campaign)
  return 'work'
}

function canBeAnswer(campaign: Campaign, value: string): boolean {
  const { type, schema } = questionOf(campaign)
  try {
    type.parseValue(schema, value, null)
    return true
  } catch {
    return false // Empty, or longer than an answer may be: better no suggestion.
  }
}
