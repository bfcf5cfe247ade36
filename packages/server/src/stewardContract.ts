import { z } from 'zod'
import { address, amount, id, time } from './contract.ts'
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
