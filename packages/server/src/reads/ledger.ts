import type { Ctx } from '@rowright/db'
import { imbalance, totals } from '@rowright/pipeline/ledger'
import type { z } from 'zod'
import type { poolLedger } from '../ledgerContract.ts'

/** A pool's books, open to everybody. */
export async function ledgerView(ctx: Ctx, poolId: string): Promise<z.infer<typeof poolLedger>> {
  const held = await totals(ctx, poolId)
  return {
    poolId,
    imbalance: String(await imbalance(ctx, poolId)),
    accounts: {
      world: String(held.world),
      budget: String(held.budget),
      held: String(held.held),
      pending: String(held.pending),
      points: String(held.points),
      stake: String(held.stake),
      reward: String(held.reward),
      paid: String(held.paid),
      revenue: String(held.revenue),
      sources: String(held.sources),
      source: String(held.source),
      dust: String(held.dust),
    },
  }
}
