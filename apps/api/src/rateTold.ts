import type { HttpBindings } from '@hono/node-server'
import { type RateLeft, rateHeaders, TooMany } from '@rowright/server'
import type { Context } from 'hono'

const told = new WeakMap<Request, RateLeft[]>()

/** Counts a request against a limit and tells its answer, a refusal too, what is left of it. [SRV-24] */
export async function counted(c: Context, limit: Promise<RateLeft>): Promise<void> {
  try {
    tell(c, await limit)
  } catch (error) {
    if (error instanceof TooMany && error.limit) tell(c, error.limit)
    throw error
  }
}

function tell(c: Context, limit: RateLeft): void {
  const all = [...(told.get(c.req.raw) ?? []), limit]
  told.set(c.req.raw, all)
  // On Node's response, because answers are made in many ways, and files are written past all of them.
  const { outgoing } = c.env as HttpBindings
  for (const [name, value] of Object.entries(rateHeaders(all))) outgoing.setHeader(name, value)
}
