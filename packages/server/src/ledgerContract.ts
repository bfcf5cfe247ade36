import { z } from 'zod'
import { amount, id } from './contract.ts'

/** Signed: an account that money comes from is below zero. */
const signedAmount = z.string().regex(/^-?\d+$/)

/** A pool's books, by kind of account: no persons, no campaigns. The sums of all kinds add up to zero. */
export const poolLedger = z.object({
  poolId: id,
  /** Sum of |balance − its transfers| over the accounts of persons: "0" means sound. */
  imbalance: amount,
  accounts: z.object({
    /** Minus what came in from the chain: campaigns' funding and the contributors' part of licenses. */
    world: signedAmount,
    budget: signedAmount,
    /** Pay of answers whose window waits for an appeal, or for the labeler's next campaign. */
    held: signedAmount,
    /** Pay of nodes until it is final. */
    pending: signedAmount,
    points: signedAmount,
    stake: signedAmount,
    reward: signedAmount,
    paid: signedAmount,
    revenue: signedAmount,
    /** For the owners of collected pages: until an epoch divides it, and what is reserved for each host. */
    sources: signedAmount,
    source: signedAmount,
    dust: signedAmount,
  }),
})
