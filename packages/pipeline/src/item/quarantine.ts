import { type Ctx, emit } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { notQuarantined } from './errors.ts'
import { type HeldFor, isSensitive } from './screen.ts'

/** Holds items back until somebody has decided. [ITM-5] One that was decided about stays as it is. @returns those held. */
export async function hold(
  ctx: Ctx,
  poolId: string,
  items: readonly { itemId: string; reasons: readonly HeldFor[] }[],
): Promise<string[]> {
  if (items.length === 0) return []
  const { rows } = await ctx.tx.execute<{ item_id: string; sensitive: boolean }>(sql`
    insert into quarantine (pool_id, item_id, reasons, sensitive, held_at)
    select ${poolId}, item_id, reasons::jsonb, sensitive, ${ctx.now()} from unnest(
      ${sql.param(items.map((one) => one.itemId))}::uuid[], ${sql.param(items.map((one) => JSON.stringify(one.reasons)))}::text[],
      ${sql.param(items.map((one) => isSensitive(one.reasons)))}::bool[]) as u(item_id, reasons, sensitive)
    on conflict do nothing returning item_id, sensitive`)
  const sensitive = rows.filter((row) => row.sensitive).length
  if (rows.length > 0) await emit(ctx, 'items.quarantined', poolId, { items: rows.length, sensitive })
  return rows.map((row) => row.item_id)
}

/** Of these items those that nobody may be shown. [ITM-5] */
export async function quarantinedAmong(
  ctx: Ctx,
  poolId: string,
  itemIds: readonly string[],
): Promise<Map<string, 'quarantined' | 'withdrawn'>> {
  const { rows } = await ctx.tx.execute<{ item_id: string; decision: string | null }>(sql`
    select item_id, decision from quarantine where pool_id = ${poolId} and decision is distinct from 'released'
      and item_id = any(${sql.param([...itemIds])}::uuid[])`)
  return new Map(rows.map((row) => [row.item_id, row.decision === null ? 'quarantined' : 'withdrawn']))
}

interface Decision {
  poolId: string
  itemIds: readonly string[]
  /** The requester of the pool, or a steward. */
  by: string
}

/**
 * The requester says what the items are. Those that are not sensitive are released; the others wait for a steward,
 * who reads it. [ITM-6] @returns the items released.
 * @throws RowrightError `item/not-quarantined`.
 */
export async function vouch(ctx: Ctx, input: Decision & { statement: string }): Promise<string[]> {
  const { rows } = await ctx.tx.execute<{ item_id: string; released: boolean }>(sql`
    update quarantine q set statement = ${input.statement}, stated_at = ${ctx.now()},
      decision = case when sensitive then null else 'released' end, decided_by = case when sensitive then null else ${input.by}::uuid end,
      decided_at = case when sensitive then null else ${ctx.now()}::timestamptz end
    where ${undecided(input)} returning item_id, not sensitive as released`)
  assertAll(input.itemIds, rows)
  const released = rows.filter((row) => row.released).map((row) => row.item_id)
  await emitEach(ctx, 'item.released', input.poolId, released)
  return released
}

/** A steward lets items out. [ITM-6] @throws RowrightError `item/not-quarantined`. */
export async function release(ctx: Ctx, input: Decision): Promise<void> {
  const { rows } = await ctx.tx.execute<{ item_id: string }>(sql`
    update quarantine q set decision = 'released', decided_by = ${input.by}, decided_at = ${ctx.now()}
    where ${undecided(input)} returning item_id`)
  assertAll(input.itemIds, rows)
  await emitEach(ctx, 'item.released', input.poolId, input.itemIds)
}

/**
 * Takes items out for good: their content is erased, and their names and content may be uploaded anew. [ITM-7]
 * @throws RowrightError `item/not-quarantined`.
 */
export async function withdraw(ctx: Ctx, input: Decision): Promise<void> {
  const { rows } = await ctx.tx.execute<{ item_id: string }>(sql`
    update quarantine q set decision = 'withdrawn', decided_by = ${input.by}, decided_at = ${ctx.now()},
      external_id = (select external_id from item i where i.pool_id = q.pool_id and i.id = q.item_id)
    where ${undecided(input)} returning item_id`)
  assertAll(input.itemIds, rows)
  await erase(ctx, input)
}

/** Takes items out for good because their source was taken down, whatever was decided about them before. [ITM-10] */
export async function purge(
  ctx: Ctx,
  input: { poolId: string; itemIds: readonly string[]; by: string },
): Promise<void> {
  await ctx.tx.execute(sql`
    update quarantine q set decision = 'withdrawn', decided_by = ${input.by}, decided_at = ${ctx.now()} where ${undecided(input)}`)
  await erase(ctx, input)
}

async function erase(ctx: Ctx, input: { poolId: string; itemIds: readonly string[] }): Promise<void> {
  const { rows: erased } = await ctx.tx.execute<{ id: string; blob: string | null }>(sql`
    update item i set payload = null, blob = null, strata = '{}', external_id = 'withdrawn ' || i.id, sha256 = 'withdrawn ' || i.id
    from item old where i.pool_id = ${input.poolId} and i.id = any(${sql.param([...input.itemIds])}::uuid[])
      and old.pool_id = i.pool_id and old.id = i.id and i.sha256 not like 'withdrawn %' returning i.id, old.blob`)
  for (const { id, blob } of erased) await emit(ctx, 'item.withdrawn', input.poolId, { itemId: id, blob })
}

/** Whether an item still needs a file of the blob store. Files are told apart by content, so two may share one. */
export async function isBlobInUse(ctx: Ctx, blob: string): Promise<boolean> {
  const { rows } = await ctx.tx.execute(sql`select 1 from item where blob = ${blob} limit 1`)
  return rows.length > 0
}

const undecided = ({ poolId, itemIds }: Pick<Decision, 'poolId' | 'itemIds'>) =>
  sql`q.pool_id = ${poolId} and q.decision is null and q.item_id = any(${sql.param([...itemIds])}::uuid[])`

function assertAll(asked: readonly string[], rows: readonly { item_id: string }[]): void {
  const found = new Set(rows.map((row) => row.item_id))
  const missing = asked.find((itemId) => !found.has(itemId))
  if (missing !== undefined) throw notQuarantined(missing)
}

async function emitEach(ctx: Ctx, topic: string, poolId: string, itemIds: readonly string[]): Promise<void> {
  for (const itemId of itemIds) await emit(ctx, topic, poolId, { itemId })
}
