import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

/** Says that accounts are bad in a pool: they get no more of it, in no campaign. [LAB-21] @returns how many are new. */
export async function addBadAccount(
  ctx: Ctx,
  of: { poolId: string; personIds: readonly string[]; reason: string; evidence: unknown; decidedBy: string },
): Promise<number> {
  const { rowCount } = await ctx.tx.execute(sql`
    insert into bad_account (pool_id, person_id, reason, evidence, decided_by, at)
    select ${of.poolId}, id, ${of.reason}, ${JSON.stringify(of.evidence)}::jsonb, ${of.decidedBy}, ${ctx.now()}
    from unnest(${sql.param([...of.personIds])}::uuid[]) as id on conflict do nothing`)
  await ctx.tx.execute(sql`update standing set eligible = 'found-bad' where pool_id = ${of.poolId} and eligible = 'yes'
    and person_id = any(${sql.param([...of.personIds])}::uuid[])`)
  return rowCount ?? 0
}

/** Takes that back. @returns how many were bad. */
export async function removeBadAccount(
  ctx: Ctx,
  of: { poolId: string; personIds: readonly string[] },
): Promise<number> {
  const { rowCount } = await ctx.tx.execute(sql`delete from bad_account where pool_id = ${of.poolId}
    and person_id = any(${sql.param([...of.personIds])}::uuid[])`)
  await ctx.tx.execute(sql`update standing set eligible = 'yes' where pool_id = ${of.poolId} and eligible = 'found-bad'
    and person_id = any(${sql.param([...of.personIds])}::uuid[])`)
  return rowCount ?? 0
}

/** The bad accounts of a pool, by person, and why. */
export async function badAccountsOf(ctx: Ctx, poolId: string): Promise<Map<string, { reason: string }>> {
  const { rows } = await ctx.tx.execute<{ person_id: string; reason: string }>(
    sql`select person_id, reason from bad_account where pool_id = ${poolId}`,
  )
  return new Map(rows.map(({ person_id, reason }) => [person_id, { reason }]))
}
