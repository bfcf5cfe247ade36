import type { Ctx } from '@rowright/db'
import { and, eq } from 'drizzle-orm'
import { NEW_STANDING, type Standing } from './credibility.ts'
import { nodeStanding } from './node.sql.ts'

/** An account's standing in a pool, locked until the transaction ends. */
export async function lockStanding(ctx: Ctx, poolId: string, personId: string): Promise<Standing> {
  const locked = () =>
    ctx.tx
      .select()
      .from(nodeStanding)
      .where(and(eq(nodeStanding.poolId, poolId), eq(nodeStanding.personId, personId)))
      .for('update')
  let [row] = await locked()
  if (!row) {
    await ctx.tx.insert(nodeStanding).values({ poolId, personId }).onConflictDoNothing()
    ;[row] = await locked()
  }
  const { poolId: _, personId: __, ...standing } = row!
  return standing
}

/** Without a lock; that of a newcomer when there is none. */
export async function standingOf(ctx: Ctx, poolId: string, personId: string): Promise<Standing> {
  const [row] = await ctx.tx
    .select()
    .from(nodeStanding)
    .where(and(eq(nodeStanding.poolId, poolId), eq(nodeStanding.personId, personId)))
  if (!row) return NEW_STANDING
  const { poolId: _, personId: __, ...standing } = row
  return standing
}

export const saveStanding = (ctx: Ctx, poolId: string, personId: string, standing: Standing) =>
  ctx.tx
    .update(nodeStanding)
    .set(standing)
    .where(and(eq(nodeStanding.poolId, poolId), eq(nodeStanding.personId, personId)))
