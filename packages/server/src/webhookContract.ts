import { WEBHOOK_EVENTS } from '@rowright/pipeline/webhook'
import { z } from 'zod'
import { id, time } from './contract.ts'

export const event = z.enum(WEBHOOK_EVENTS)

export const endpointIn = z.object({
  /** Public https; a local instance takes http and its own machine too. */
  url: z.string().trim().min(1).max(2_000),
  events: z
    .array(event)
    .min(1)
    .default([...WEBHOOK_EVENTS]),
})

export const endpoint = z.object({
  id,
  url: z.string(),
  events: z.array(event),
  /** Ed25519, for `v1a` signatures: `whpk_` and base64. */
  publicKey: z.string(),
  createdAt: time,
  /** Until then the keys before the last rotation sign too. */
  previousKeysUntil: time.nullable(),
  disabledAt: time.nullable(),
  /** `gone`: it answered 410. `failing`: no try of a message was answered with 2xx. */
  disabledReason: z.enum(['gone', 'failing']).nullable(),
})

/** The shared secret (`whsec_…`, for `v1` signatures) is shown with new keys and never again. */
export const newKeys = endpoint.extend({ sharedSecret: z.string() })

export const message = z.object({
  id,
  type: event,
  poolId: id,
  payload: z.record(z.string(), z.unknown()),
  createdAt: time,
  attempts: z.number(),
  /** Null: delivered, or given up. */
  nextAt: time.nullable(),
  deliveredAt: time.nullable(),
  lastStatus: z.number().nullable(),
  lastError: z.string().nullable(),
})
