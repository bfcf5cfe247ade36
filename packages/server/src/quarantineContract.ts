import { z } from 'zod'
import { id, payload, time } from './contract.ts'

const reason = z.object({
  rule: z.enum(['personal-data', 'picture', 'unsafe']),
  /** `email`, `card`, `type`, `active-content` … */
  kind: z.string(),
  /** Where in the payload. */
  field: z.string(),
  count: z.number(),
})

const held = z.object({
  itemId: id,
  externalId: z.string(),
  reasons: z.array(reason),
  /** A steward decides. */
  sensitive: z.boolean(),
  /** What the requester says of it. */
  statement: z.string().nullable(),
  heldAt: time.nullable(),
  /** Null when it is gone. */
  payload: payload.nullable(),
})

/** A task out of the work, as its requester sees it. */
export const asideTask = held.extend({
  taskId: id,
  as: z.enum(['quarantined', 'withdrawn', 'payload-missing', 'gold-suspended']),
})

/** An item that waits for a steward. */
export const waitingItem = held.extend({ poolId: id, poolName: z.string() })
