import { z } from 'zod'
import { amount, hash, id, time } from './contract.ts'

/** A line of an epoch's manifest about one's own answer; `commitment` = SHA-256(salt ‖ canonical JSON of the last four). */
export const epochLine = z.object({
  epoch: z.number(),
  commitment: hash,
  salt: hash,
  assignmentId: id,
  multiplierPpm: z.number(),
  price: amount,
  verdict: z.enum(['accepted', 'rejected']),
})

export const epoch = z.object({
  number: z.number(),
  status: z.enum(['closed', 'posted', 'active']),
  closedAt: time,
  activatesAt: time.nullable(),
  root: hash,
  manifestSha256: hash,
  leaves: z.number(),
  work: amount,
  revenue: amount,
  unassigned: amount,
  transaction: hash.nullable(),
})
