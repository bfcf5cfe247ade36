import type { Ctx } from '@rowright/db'
import { LICENSEE_CLASSES, PURPOSES } from '@rowright/protocol'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { offer } from './license.sql.ts'

export interface Offer {
  id: string
  poolId: string
  price: bigint
  durationSeconds: number
  purposes: string[]
  licenseeClass: string
  termsHash: string
  open: boolean
}

/** The names of the purposes in an on-chain mask. */
export const purposesOf = (mask: number): string[] => PURPOSES.filter((_, bit) => (mask & (1 << bit)) !== 0)

/** The offers of a pool, in the order they were made. */
export async function offersOf(ctx: Ctx, poolId: string): Promise<Offer[]> {
  const rows = await ctx.tx
    .select()
    .from(offer)
    .where(and(eq(offer.poolId, poolId), isNull(offer.orphanedAt)))
    .orderBy(sql`length(id), id`)
  return rows.map((row) => ({
    id: row.id,
    poolId: row.poolId,
    price: row.price,
    durationSeconds: row.durationSeconds,
    purposes: purposesOf(row.purposeMask),
    licenseeClass: LICENSEE_CLASSES[row.licenseeClass] ?? String(row.licenseeClass),
    termsHash: row.termsHash,
    open: row.closedAtBlock === null,
  }))
}
