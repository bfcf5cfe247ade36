import { STANDINGS } from '@rowright/pipeline/license'
import { z } from 'zod'
import { address, amount, hash, id, time } from './contract.ts'
import { epoch } from './epochContract.ts'

export const flag = z.object({
  id,
  kind: z.string(),
  subject: z.string(),
  evidence: z.record(z.string(), z.unknown()),
  at: time,
  resolvedAt: time.nullable(),
})

export const stewardAction = z.object({
  id: z.string(),
  at: time,
  actor: z.string(),
  action: z.string(),
  detail: z.record(z.string(), z.unknown()),
  undoneBy: z.string().nullable(),
})

export const stewardOverview = z.object({
  people: z.number(),
  labelersActive: z.number(),
  answersLastHour: z.number(),
  chain: z.object({
    reachable: z.boolean(),
    head: z.number().nullable(),
    followed: z.number().nullable(),
    lagBlocks: z.number().nullable(),
  }),
  relayer: z.object({ address: address.nullable(), balanceWei: amount.nullable(), low: z.boolean() }),
  jobs: z.array(
    z.object({
      id: z.string(),
      task: z.string(),
      attempts: z.number(),
      lastError: z.string().nullable(),
      at: time,
    }),
  ),
  outboxPending: z.number(),
  ledgerImbalance: amount,
  epochs: z.array(epoch),
  /** Canaries of the last thirty days, over all pools; without hosts there are none. */
  canaries: z.object({
    hosts: z.array(z.string()),
    leases: z.int(),
    canaries: z.int(),
    asked: z.int(),
    passed: z.int(),
    failed: z.int(),
    /** Revealed without having been asked for: proof. */
    proofs: z.int(),
    paid: amount,
  }),
  stewards: z.array(z.object({ personId: id, name: z.string().nullable(), addresses: z.array(address) })),
})

/** Which licenses of all pools: by words, and by how they stand; `owing` are those that have something to acknowledge. */
export const soldIn = z.object({
  q: z.string().trim().max(100).optional(),
  standing: z.enum(STANDINGS).optional(),
})

/** A license as the steward sees it. */
export const soldLicense = z.object({
  id: z.string(),
  poolId: id,
  poolName: z.string(),
  offerId: z.string(),
  /** Whose account holds it; null: an address that no account here has. */
  buyer: z.object({ personId: id, name: z.string().nullable() }).nullable(),
  licensee: address,
  /** Bought by invoice: the address is one that this instance keeps. */
  kept: z.boolean(),
  orderNumber: z.string().nullable(),
  purposes: z.array(z.string()),
  licenseeClass: z.string().nullable(),
  /** `price = treasury + sources + contributors`. */
  price: amount,
  treasury: amount,
  sources: amount,
  contributors: amount,
  /** The epoch that split the contributors' part; null: not yet. */
  distributedIn: z.number().nullable(),
  boughtAt: time,
  expiresAt: time,
  transaction: hash,
  standing: z.enum(STANDINGS).exclude(['owing']),
  /** What it has to acknowledge while it runs, until when, and since when an acknowledgment is on its way. */
  acknowledge: z.object({ epoch: z.number(), by: time, askedAt: time.nullable() }).nullable(),
})

/** Counts of all that have the words; money of those that are listed. */
export const soldTotals = z.object({
  licenses: z.number(),
  standings: z.record(z.enum(STANDINGS), z.number()),
  price: amount,
  treasury: amount,
  sources: amount,
  contributors: amount,
})
