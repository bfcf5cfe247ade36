import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { addressesOf } from '../people/index.ts'
import { noAddress, nothingToCashOut } from './errors.ts'
import { type Proof, proofsOf } from './proofsOf.ts'

export interface CashOut {
  id: string
  address: string
  amount: bigint
  status: 'queued' | 'sent' | 'paid' | 'failed'
}

/** Seconds after which a sent cash-out that no claim confirmed is sent again: claiming twice pays once. */
const RESEND_AFTER = 120

/**
 * Queues what can be claimed now, one entry for each address of the person that has something; the relayer pays the
 * gas. Asking again gives the same entries; a failed one is queued again. [REW-12]
 * @throws RowrightError `reward/no-address`, `reward/nothing-to-cash-out`.
 */
export async function requestCashOut(ctx: Ctx, input: { personId: string }): Promise<CashOut[]> {
  const addresses = await addressesOf(ctx, input.personId)
  if (addresses.length === 0) throw noAddress()
  const open = (await proofsOf(ctx, addresses)).filter((proof) => proof.cumulative > proof.claimed)
  if (open.length === 0) throw nothingToCashOut()
  const queued: CashOut[] = []
  for (const { account, cumulative, claimed } of open) {
    const { rows } = await ctx.tx.execute<{ id: string; amount: string; status: CashOut['status'] }>(sql`
      insert into cash_out (person_id, address, amount, cumulative, requested_at)
      values (${input.personId}, ${account}, ${cumulative - claimed}, ${cumulative}, ${ctx.now()})
      on conflict on constraint cash_out_once do update set error = null,
        status = case when cash_out.status in ('failed', 'paid') then 'queued' else cash_out.status end
      returning id, amount, status`)
    const row = rows[0]!
    queued.push({ id: row.id, address: account, amount: BigInt(row.amount), status: row.status })
  }
  return queued
}

/** A claim that waits for the relayer. */
export interface WaitingClaim extends Proof {
  /** The cash-outs it covers. */
  ids: string[]
  /** What it pays. */
  amount: bigint
  /** When it was first asked for. */
  since: Date
}

/** What to send next, at most `limit` addresses, each with the claim and the cash-outs it covers. */
export async function cashOutBatch(ctx: Ctx, limit: number): Promise<WaitingClaim[]> {
  const { rows } = await ctx.tx.execute<{ address: string; ids: string[]; since: string }>(sql`
    select address, array_agg(id::text order by requested_at) as ids, min(requested_at) as since from cash_out
    where status = 'queued' or (status = 'sent' and sent_at < ${ctx.now()}::timestamptz - make_interval(secs => ${RESEND_AFTER}::int))
    group by address order by min(requested_at), address limit ${limit}`)
  const asked = new Map(rows.map((row) => [row.address, row]))
  const proofs = await proofsOf(ctx, [...asked.keys()])
  return proofs
    .filter((proof) => proof.cumulative > proof.claimed)
    .map((proof) => {
      const { ids, since } = asked.get(proof.account)!
      return { ...proof, ids, amount: proof.cumulative - proof.claimed, since: new Date(since) }
    })
}

/** Says that cash-outs are on their way in a transaction. */
export async function markSent(ctx: Ctx, ids: readonly string[], transaction: string): Promise<void> {
  await ctx.tx.execute(sql`update cash_out set status = 'sent', sent_at = ${ctx.now()}, transaction = ${transaction}, error = null
    where id = any(${sql.param([...ids])}::uuid[]) and status <> 'paid'`)
}

/** Says that cash-outs could not be sent; asking again queues them again. */
export async function markFailed(ctx: Ctx, ids: readonly string[], error: string): Promise<void> {
  await ctx.tx.execute(sql`update cash_out set status = 'failed', error = ${error}
    where id = any(${sql.param([...ids])}::uuid[]) and status <> 'paid'`)
}
