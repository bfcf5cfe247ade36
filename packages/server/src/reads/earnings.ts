import type { Earnings } from '@rowright/pipeline/reward'
import type { z } from 'zod'
import type * as contract from '../contract.ts'

/** What a person earned, as JSON has it. */
export function earningsView(found: Earnings, epochSeconds: number): z.infer<typeof contract.earnings> {
  return {
    pools: found.pools.map((one) => ({
      ...one,
      undecided: String(one.undecided),
      points: String(one.points),
      staked: String(one.staked),
      keep: String(one.keep),
      escrowed: String(one.escrowed),
      revenue: String(one.revenue),
    })),
    claimable: String(found.claimable),
    pending: String(found.pending),
    paid: String(found.paid),
    nextEpochAt:
      found.lastEpochAt && new Date(found.lastEpochAt.getTime() + epochSeconds * 1000).toISOString(),
    cashOuts: found.cashOuts.map((one) => ({
      id: one.id,
      amount: String(one.amount),
      status: one.status,
      transaction: one.transaction,
      at: one.at.toISOString(),
    })),
  }
}
