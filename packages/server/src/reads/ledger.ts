import type { Ctx } from '@rowright/db'
import { imbalance, totals } from '@rowright/pipeline/ledger'
import type { z } from 'zod'
import type * as contract from '../contract.ts'

/** A pool's books, open to everybody. */
export async function ledgerView(ctx: Ctx, poolId: string): Promise<z.infer<typeof contract.poolLedger>> {
  const held = await totals(ctx, poolId)
  return {
    poolId,
    imbalance: String(await imbalance(ctx, poolId)),
    accounts: {
      world: String(held.world),
      budget: String(held.budget),
      held: String(held.held),
      points: String(held.points),
      stake: String(held.stake),
      reward: String(held.reward),
      paid: String(held.paid),
      revenue: String(held.revenue),
      dust: String(held.dust),
    },
  }
}
