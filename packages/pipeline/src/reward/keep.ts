import type { Ctx } from '@rowright/db'
import { keep } from './reward.sql.ts'

/** Sets the points that a labeler keeps back for stakes when an epoch closes; 0 keeps none. [REW-2] */
export async function setKeep(
  ctx: Ctx,
  input: { poolId: string; personId: string; amount: bigint },
): Promise<void> {
  await ctx.tx
    .insert(keep)
    .values(input)
    .onConflictDoUpdate({ target: [keep.poolId, keep.personId], set: { amount: input.amount } })
}
