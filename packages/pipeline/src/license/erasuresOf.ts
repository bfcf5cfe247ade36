import type { Ctx } from '@rowright/db'
import { and, desc, eq } from 'drizzle-orm'
import { erasureAck } from './license.sql.ts'

/** That the rows of all changes up to a number were said to be deleted or replaced, and when. */
export interface Erasure {
  through: number
  at: Date
}

/** What a licensee has said so far, the furthest first. [LIC-13] */
export const erasuresOf = (ctx: Ctx, of: { poolId: string; licenseId: string }): Promise<Erasure[]> =>
  ctx.tx
    .select({ through: erasureAck.through, at: erasureAck.at })
    .from(erasureAck)
    .where(and(eq(erasureAck.poolId, of.poolId), eq(erasureAck.licenseId, of.licenseId)))
    .orderBy(desc(erasureAck.through))
