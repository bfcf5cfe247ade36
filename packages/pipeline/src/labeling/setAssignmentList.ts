import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { personsByAddress } from '../people/index.ts'
import { placeInQueue } from './addTasks.ts'
import { unknownListed } from './errors.ts'

/** One line of an assignment list: this labeler may answer this item. */
export interface ListEntry {
  /** An address that has signed in, or a person id. */
  labeler: string
  /** The item's external id. */
  item: string
  line: number
}

const CHUNK = 5_000

/** Adds entries to the list of a list campaign, all or nothing; entries already there stay. @returns how many entries it has. */
export async function setAssignmentList(
  ctx: Ctx,
  input: { poolId: string; campaignId: string; entries: readonly ListEntry[] },
): Promise<number> {
  const labelers = await resolveLabelers(ctx, input.entries)
  const { rows: tasks } = await ctx.tx.execute<{ id: string; external_id: string }>(sql`
    select t.id, i.external_id from task t join item i on i.pool_id = t.pool_id and i.id = t.item_id
    where t.pool_id = ${input.poolId} and t.campaign_id = ${input.campaignId}`)
  const taskOf = new Map(tasks.map((row) => [row.external_id, row.id]))
  const rows = input.entries.map((entry) => {
    const personId = labelers.get(entry.labeler.toLowerCase())
    if (!personId) throw unknownListed(entry.line, 'labeler', entry.labeler)
    const taskId = taskOf.get(entry.item)
    if (!taskId) throw unknownListed(entry.line, 'item', entry.item)
    return { personId, taskId, shuffle: placeInQueue(personId, entry.item) }
  })
  for (let from = 0; from < rows.length; from += CHUNK) {
    const chunk = rows.slice(from, from + CHUNK)
    await ctx.tx.execute(sql`
      insert into assignment_list (pool_id, campaign_id, person_id, task_id, shuffle)
      select ${input.poolId}, ${input.campaignId}, * from unnest(
        ${sql.param(chunk.map((r) => r.personId))}::uuid[], ${sql.param(chunk.map((r) => r.taskId))}::uuid[],
        ${sql.param(chunk.map((r) => r.shuffle))}::int[])
      on conflict do nothing`)
  }
  const { rows: counted } = await ctx.tx.execute<{ n: string }>(
    sql`select count(*) as n from assignment_list where pool_id = ${input.poolId} and campaign_id = ${input.campaignId}`,
  )
  return Number(counted[0]!.n)
}

async function resolveLabelers(ctx: Ctx, entries: readonly ListEntry[]): Promise<Map<string, string>> {
  const names = [...new Set(entries.map((entry) => entry.labeler.toLowerCase()))]
  const found = await personsByAddress(
    ctx,
    names.filter((name) => name.startsWith('0x')),
  )
  const ids = names.filter((name) =>
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(name),
  )
  const { rows } = await ctx.tx.execute<{ id: string }>(
    sql`select id from person where id = any(${sql.param(ids)}::uuid[])`,
  )
  for (const row of rows) found.set(row.id, row.id)
  return found
}
