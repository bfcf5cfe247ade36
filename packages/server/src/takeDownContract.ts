import { z } from 'zod'
import { amount, id, time } from './contract.ts'

/** A request that a source goes, as whoever has its number reads it. */
export const takeDownView = z.object({
  id,
  scope: z.enum(['host', 'pages']),
  host: z.string(),
  urls: z.array(z.string()),
  state: z.enum(['waiting', 'accepted', 'refused']),
  askedAt: time,
  decidedAt: time.nullable(),
  /** A steward's words to whoever asked. */
  answer: z.string().nullable(),
  /** Pages that were erased for it. */
  purged: z.int(),
  /** Of all pools' revenue, reserved for the host and not claimed yet. */
  reserved: amount,
})

/** The same for stewards: who asks, and what it would take. */
export const takeDownCase = takeDownView.extend({
  asks: z.enum(['host', 'author']),
  contact: z.string(),
  statement: z.string(),
  /** Pages of it that pools have, and items made of them. */
  pages: z.int(),
  items: z.int(),
})
