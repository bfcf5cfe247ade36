import type { Ctx } from '@rowright/db'
import { inArray } from 'drizzle-orm'
import { distribution } from './reward.sql.ts'

export type Distributed = typeof distribution.$inferSelect

/** How the money of licenses was split, by license id; those not distributed yet are absent. */
export async function distributionsOf(
  ctx: Ctx,
  licenseIds: readonly string[],
): Promise<Map<string, Distributed>> {
  if (licenseIds.length === 0) return new Map()
  const rows = await ctx.tx
    .select()
    .from(distribution)
    .where(inArray(distribution.licenseId, [...licenseIds]))
  return new Map(rows.map((row) => [row.licenseId, row]))
}
