import type { Ctx } from '@rowright/db'
import type { LeaseReturn } from '@rowright/protocol'
import { and, eq, sql } from 'drizzle-orm'
import { lockLease } from './commit.ts'
import { lease } from './contribution.sql.ts'
import { leaseOver } from './errors.ts'
import { freeLease } from './freeLease.ts'
import type { LeaseRow } from './leaseBody.ts'
import { bringIn, conclude } from './looks.ts'
import type { Node } from './nodes.ts'
import { returnPages } from './returnPages.ts'

/** Reasons for which the page itself is not worth another try. */
const REFUSALS = new Set([
  'refused',
  'unsafe-address',
  'redirect-off-list',
  'too-many-redirects',
  'too-large',
])
/** Seconds: 30, 60, 120 … a day. */
const FIRST_BACK_OFF = 30
const LONGEST_BACK_OFF = 86_400

/** Takes a lease back with the reason. The same again changes nothing. Costs the node nothing. [CLT-29, CLT-30] */
export async function giveBack(
  ctx: Ctx,
  input: { node: Node; leaseId: string; given: LeaseReturn },
): Promise<void> {
  const row = await lockLease(ctx, input.node, input.leaseId)
  if (row.state === 'returned') return
  if (row.state !== 'leased' && row.state !== 'committed') throw leaseOver(row.state)
  await ctx.tx
    .update(lease)
    .set({ state: 'returned', returned: input.given })
    .where(and(eq(lease.poolId, row.poolId), eq(lease.id, row.id)))
  const { reason, retryAfter } = input.given
  if (reason === 'busy') await backOff(ctx, row.hosts[0]!, retryAfter)
  await letGo(ctx, row, REFUSALS.has(reason))
}

/** A host that says 429 or 5xx is left alone, twice as long each time, or for as long as it asked. [CLT-24] */
export async function backOff(ctx: Ctx, host: string, retryAfter: number | undefined): Promise<void> {
  await ctx.tx.execute(sql`
    update host set refusals = refusals + 1, next_at = greatest(next_at, ${ctx.now()}::timestamptz
      + make_interval(secs => greatest(${retryAfter ?? 0}, least(${LONGEST_BACK_OFF}, ${FIRST_BACK_OFF} * power(2, least(refusals, 12))))))
    where name = ${host}`)
}

async function letGo(ctx: Ctx, row: LeaseRow, forGood: boolean): Promise<void> {
  if (row.kind !== 'work') await freeLease(ctx, row)
  if (row.kind === 'witness') {
    await bringIn(ctx, row.poolId, row.id, null)
    await conclude(ctx, row.poolId, row.ofLease!)
    return
  }
  if (row.kind === 'canary') return
  await returnPages(ctx, { poolId: row.poolId, urlIds: [row.urlId], from: 'leased', forGood })
}

/** Ends leases whose time is over; their pages are free again. [CLT-30] @returns how many. */
export async function expireLeases(ctx: Ctx, most = 500): Promise<number> {
  const { rows } = await ctx.tx.execute<{ pool_id: string; id: string }>(sql`
    update lease l set state = 'expired' from (
      select pool_id, id from lease where state in ('leased', 'committed') and not_after < ${new Date(ctx.now().getTime() - 300_000)}::timestamptz
      order by not_after limit ${most} for update skip locked) due
    where l.pool_id = due.pool_id and l.id = due.id returning l.pool_id, l.id`)
  for (const { pool_id, id } of rows) {
    const [row] = await ctx.tx
      .select()
      .from(lease)
      .where(and(eq(lease.poolId, pool_id), eq(lease.id, id)))
    await letGo(ctx, row!, false)
  }
  return rows.length
}
