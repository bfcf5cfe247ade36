import type { Ctx } from '@rowright/db'
import { and, eq, gt, lte, sql } from 'drizzle-orm'
import { lease } from './contribution.sql.ts'
import { leaseOver, otherCommitment, unknownLease } from './errors.ts'
import type { LeaseRow } from './leaseBody.ts'
import { auditPeriod } from './node.sql.ts'
import type { Node } from './nodes.ts'

/** Clocks may differ by this much. */
const TOLERANCE = 300_000

/** The node's own lease, locked, with the seed of its period. @throws `collect/unknown-lease`. */
export async function lockLease(
  ctx: Ctx,
  node: Node,
  leaseId: string,
): Promise<LeaseRow & { seed: string | null }> {
  const [found] = await ctx.tx
    .select({ row: lease, seed: auditPeriod.seed })
    .from(lease)
    .leftJoin(
      auditPeriod,
      and(lte(auditPeriod.startsAt, lease.issuedAt), gt(auditPeriod.endsAt, lease.issuedAt)),
    )
    .where(and(eq(lease.id, leaseId), eq(lease.nodeId, node.id)))
    .for('update', { of: lease })
  if (!found) throw unknownLease()
  return { ...found.row, seed: found.seed }
}

/**
 * Takes the hash of what a node will reveal. The same again changes nothing; another is refused. [CLT-27]
 * @throws `collect/unknown-lease`, `collect/lease-over`, `collect/other-commitment`.
 */
export async function commit(
  ctx: Ctx,
  input: { node: Node; leaseId: string; commitment: string },
): Promise<void> {
  const over = new Date(ctx.now().getTime() - TOLERANCE)
  const { rowCount } = await ctx.tx.execute(sql`
    update lease set state = 'committed', commitment = ${input.commitment}, committed_at = ${ctx.now()}
    where id = ${input.leaseId} and node_id = ${input.node.id} and state = 'leased' and commitment is null and not_after >= ${over}::timestamptz`)
  if (rowCount === 1) return
  // Why not: somebody else's, over, or committed before.
  const row = await lockLease(ctx, input.node, input.leaseId)
  if (row.commitment === input.commitment) return
  if (row.commitment !== null) throw otherCommitment()
  throw leaseOver(row.state === 'leased' ? 'expired' : row.state)
}
