import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { notPaid } from './errors.ts'

/**
 * Says that an answer should not have been paid, after its pay has become final. It is taken back from later pay in
 * the same pool, epoch by epoch, and never from what is already in a tree. [REW-14] Repeating it changes nothing.
 * @returns whether it is new.
 * @throws RowrightError `reward/not-paid`: no epoch has paid this answer.
 */
export async function correctPay(
  ctx: Ctx,
  input: { poolId: string; assignmentId: string },
): Promise<boolean> {
  const { rows } = await ctx.tx.execute<{ person_id: string; amount: string }>(sql`
    select v.person_id, v.price * v.multiplier_ppm / 1000000 as amount from verdict v
    join epoch_line l on l.pool_id = v.pool_id and l.assignment_id = v.assignment_id
    where v.pool_id = ${input.poolId} and v.assignment_id = ${input.assignmentId} and v.decision = 'accepted'`)
  const paid = rows[0]
  if (!paid || BigInt(paid.amount) === 0n) throw notPaid(input.assignmentId)
  const { rowCount } = await ctx.tx.execute(sql`
    insert into correction (pool_id, assignment_id, person_id, amount, at)
    values (${input.poolId}, ${input.assignmentId}, ${paid.person_id}, ${paid.amount}, ${ctx.now()}) on conflict do nothing`)
  return rowCount === 1
}
