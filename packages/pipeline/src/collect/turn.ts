import type { Ctx } from '@rowright/db'
import { eq, sql } from 'drizzle-orm'
import { lockLease } from './commit.ts'
import { lease } from './contribution.sql.ts'
import { leaseOver, manyTurns, notOfTheLease } from './errors.ts'
import type { Node } from './nodes.ts'
import { takeTurn } from './platformLook.ts'

/** Turns that one lease may take beyond its own: five hops, a license or two, and a node that was late. */
const MOST_TURNS = 12

/**
 * A turn of a host's bucket for one more request of a lease: a redirect on a host of its list, a license, or a request
 * that would come too late for the turn it had. [CLT-24]
 * @throws `collect/unknown-lease`, `collect/lease-over`, `collect/not-of-the-lease`, `collect/many-turns`.
 */
export async function askTurn(
  ctx: Ctx,
  input: { node: Node; leaseId: string; host: string },
): Promise<{ at: Date }> {
  const row = await lockLease(ctx, input.node, input.leaseId)
  if (row.state !== 'leased' || row.notAfter < ctx.now())
    throw leaseOver(row.state === 'leased' ? 'expired' : row.state)
  if (!row.hosts.includes(input.host))
    throw notOfTheLease('host', 'This host is not on the list of the lease.')
  if (row.turnsAsked >= MOST_TURNS) throw manyTurns()
  await ctx.tx
    .update(lease)
    .set({ turnsAsked: sql`${lease.turnsAsked} + 1` })
    .where(eq(lease.id, row.id))
  return { at: new Date(await takeTurn(ctx, input.host)) }
}
