import type { Ctx } from '@rowright/db'
import { desc, eq, sql } from 'drizzle-orm'
import type { Distribution, Entitlement, Plan, Snapshot } from './epochShapes.ts'
import type { Leaf } from './manifest.ts'
import { distribution, epoch, sourceShare } from './reward.sql.ts'

export type EpochRow = typeof epoch.$inferSelect

const CHUNK = 5_000

async function inChunks<T>(
  rows: readonly T[],
  write: (chunk: readonly T[]) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) await write(rows.slice(from, from + CHUNK))
}

export async function lastEpoch(ctx: Ctx): Promise<EpochRow | undefined> {
  const [row] = await ctx.tx.select().from(epoch).orderBy(desc(epoch.number)).limit(1)
  return row
}

export async function epochByNumber(ctx: Ctx, number: number): Promise<EpochRow | undefined> {
  const [row] = await ctx.tx.select().from(epoch).where(eq(epoch.number, number))
  return row
}

export async function allEpochs(ctx: Ctx): Promise<EpochRow[]> {
  return ctx.tx.select().from(epoch).orderBy(desc(epoch.number))
}

export async function insertEpoch(ctx: Ctx, row: typeof epoch.$inferInsert): Promise<EpochRow> {
  const [made] = await ctx.tx.insert(epoch).values(row).returning()
  return made!
}

export async function poolKeys(ctx: Ctx, poolIds: readonly string[]): Promise<Map<string, Uint8Array>> {
  const { rows } = await ctx.tx.execute<{ id: string; pseudonym_key: Buffer }>(
    sql`select id, pseudonym_key from pool where id = any(${sql.param([...poolIds])}::uuid[])`,
  )
  return new Map(rows.map((row) => [row.id, new Uint8Array(row.pseudonym_key)]))
}

export const insertLines = (ctx: Ctx, number: number, lines: Snapshot['lines']) =>
  inChunks(lines, (chunk) =>
    ctx.tx.execute(sql`insert into epoch_line (pool_id, assignment_id, epoch)
      select *, ${number}::int from unnest(${sql.param(chunk.map((l) => l.poolId))}::uuid[],
        ${sql.param(chunk.map((l) => l.assignmentId))}::uuid[])`),
  )

export const insertEntitlements = (ctx: Ctx, number: number, entitlements: readonly Entitlement[]) =>
  inChunks(entitlements, (chunk) => {
    const rows = chunk.map((one) => ({ ...one, amount: String(one.amount) }))
    return ctx.tx.execute(sql`
      insert into entitlement (pool_id, epoch, person_id, kind, license_id, amount, address, entered_epoch)
      select e."poolId", ${number}::int, e."personId", e.kind, e."licenseId", e.amount, e.address,
        case when e.address is not null then ${number}::int end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as e("poolId" uuid, "personId" uuid, kind text, "licenseId" text, amount bigint, address text)`)
  })

/** Brings waiting entitlements into the tree of an epoch. */
export const enter = (ctx: Ctx, number: number, entered: Plan['entered']) =>
  inChunks(entered, (chunk) =>
    ctx.tx.execute(sql`update entitlement e set address = n.address, entered_epoch = ${number}
      from unnest(${sql.param(chunk.map((one) => one.poolId))}::uuid[], ${sql.param(chunk.map((one) => one.id))}::uuid[],
        ${sql.param(chunk.map((one) => one.address))}::text[]) as n(pool_id, id, address)
      where e.pool_id = n.pool_id and e.id = n.id and e.entered_epoch is null`),
  )

export const insertCarry = (ctx: Ctx, number: number, carry: Plan['carry']) =>
  inChunks(carry, (chunk) =>
    ctx.tx.execute(sql`insert into carry (pool_id, person_id, amount, epoch)
      select *, ${number}::int from unnest(${sql.param(chunk.map((one) => one.poolId))}::uuid[],
        ${sql.param(chunk.map((one) => one.personId))}::uuid[], ${sql.param(chunk.map((one) => String(one.amount)))}::bigint[])`),
  )

export const insertLeaves = (ctx: Ctx, number: number, leaves: readonly Leaf[]) =>
  inChunks(leaves, (chunk) =>
    ctx.tx.execute(sql`insert into leaf (address, cumulative, epoch)
      select *, ${number}::int from unnest(${sql.param(chunk.map((one) => one.account))}::text[],
        ${sql.param(chunk.map((one) => String(one.cumulative)))}::bigint[])`),
  )

export const insertDistributions = (ctx: Ctx, number: number, rows: readonly Distribution[]) =>
  inChunks(rows, (chunk) =>
    ctx.tx.insert(distribution).values(chunk.map((row) => ({ ...row, epoch: number }))),
  )

export const insertReserved = (ctx: Ctx, reserved: Plan['reserved']) =>
  inChunks(reserved, (chunk) =>
    ctx.tx.insert(sourceShare).values(chunk.map((one) => ({ ...one, reservedAt: ctx.now() }))),
  )

/** Says that this epoch gave the contributors what hosts did not claim. */
export const markUnclaimed = (ctx: Ctx, number: number, rows: Snapshot['unclaimed']) =>
  inChunks(rows, (chunk) =>
    ctx.tx.execute(sql`update source_share s set released_epoch = ${number}
      from unnest(${sql.param(chunk.map((one) => one.poolId))}::uuid[], ${sql.param(chunk.map((one) => one.licenseId))}::text[],
        ${sql.param(chunk.map((one) => one.host))}::text[]) as n(pool_id, license_id, host)
      where s.pool_id = n.pool_id and s.license_id = n.license_id and s.host = n.host`),
  )

/** Says how much of wrong pay this epoch took back. */
export const markNetted = (ctx: Ctx, rows: Plan['netted']) =>
  inChunks(rows, (chunk) =>
    ctx.tx.execute(sql`update correction c set netted = c.netted + n.amount
      from unnest(${sql.param(chunk.map((one) => one.poolId))}::uuid[], ${sql.param(chunk.map((one) => one.assignmentId))}::uuid[],
        ${sql.param(chunk.map((one) => String(one.amount)))}::bigint[]) as n(pool_id, assignment_id, amount)
      where c.pool_id = n.pool_id and c.assignment_id = n.assignment_id`),
  )
