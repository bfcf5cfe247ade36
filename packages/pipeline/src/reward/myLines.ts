import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { selvesOf } from '../people/index.ts'
import { commitmentOf, lineValue, saltOf } from './makeManifest.ts'
import { poolKeys } from './store.ts'

/** A line of an epoch's manifest that is about one's own answer, with what opens its commitment. */
export interface MyLine {
  epoch: number
  /** In the manifest. */
  commitment: string
  /** 64 hex digits: the commitment is SHA-256(salt ‖ canonical JSON of the other four). */
  salt: string
  assignmentId: string
  multiplierPpm: number
  price: string
  verdict: 'accepted' | 'rejected'
}

/** The lines of a person's answers, newest epoch first, with their salts. [REW-15] @param after an assignment, to read on. */
export async function myLines(
  ctx: Ctx,
  input: { personId: string; epoch?: number; after?: string; limit: number },
): Promise<MyLine[]> {
  const selves = await selvesOf(ctx, input.personId)
  const only = input.epoch === undefined ? sql`true` : sql`l.epoch = ${input.epoch}`
  const from =
    input.after === undefined
      ? sql`true`
      : sql`(l.epoch, v.assignment_id) < (select epoch, assignment_id from epoch_line where assignment_id = ${input.after})`
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    epoch: number
    assignment_id: string
    person_id: string
    price: string
    multiplier_ppm: number
    accepted: boolean
  }>(sql`
    select v.pool_id, l.epoch, v.assignment_id, v.person_id, v.price, v.multiplier_ppm, (v.decision = 'accepted' and v.reversed_at is null) as accepted
    from verdict v join epoch_line l on l.pool_id = v.pool_id and l.assignment_id = v.assignment_id
    where v.person_id = any(${sql.param(selves)}::uuid[]) and ${only} and ${from}
    order by l.epoch desc, v.assignment_id desc limit ${input.limit}`)
  const keys = await poolKeys(ctx, [...new Set(rows.map((row) => row.pool_id))])
  return rows.map((row) => {
    const value = lineValue({
      poolId: row.pool_id,
      assignmentId: row.assignment_id,
      personId: row.person_id,
      price: BigInt(row.price),
      multiplierPpm: row.multiplier_ppm,
      accepted: row.accepted,
    })
    const salt = saltOf(keys.get(row.pool_id)!, `line:${row.assignment_id}`)
    return { epoch: row.epoch, commitment: commitmentOf(salt, value), salt: salt.toString('hex'), ...value }
  })
}
