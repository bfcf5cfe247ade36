import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

/** What an event of the contract says of a pool's terms. */
export interface TermsEvent {
  poolId: string
  what: 'in-force' | 'scheduled' | 'dropped'
  terms: { treasury: string; treasuryBps: number; sourceBps: number } | null
  /** Of terms that wait: from when anybody can put them in force. */
  availableAt: Date | null
  transaction: string
  logIndex: number
  blockNumber: number
}

/** A pool's terms on chain, and those that wait. */
export interface ChainTerms {
  treasuryBps: number
  sourceBps: number
  pending: { treasury: string; treasuryBps: number; sourceBps: number; availableAt: Date } | null
}

/** Records what an event says, once. [POO-11] */
export async function recordTermsEvent(ctx: Ctx, event: TermsEvent): Promise<void> {
  const { terms } = event
  await ctx.tx.execute(sql`
    insert into pool_terms (pool_id, transaction, log_index, block_number, what, treasury, treasury_bps, source_bps, available_at)
    values (${event.poolId}, ${event.transaction}, ${event.logIndex}, ${event.blockNumber}, ${event.what},
      ${terms?.treasury.toLowerCase() ?? null}, ${terms?.treasuryBps ?? null}, ${terms?.sourceBps ?? null}, ${event.availableAt})
    on conflict do nothing`)
}

/** Takes back what blocks from `fromBlock` on said of terms. [POO-11] */
export async function orphanTerms(ctx: Ctx, fromBlock: number): Promise<void> {
  await ctx.tx.execute(sql`delete from pool_terms where block_number >= ${fromBlock}`)
}

/** The terms of pools as the chain has them; pools that are not on chain are absent. [POO-11] */
export async function chainTermsOf(ctx: Ctx, poolIds: readonly string[]): Promise<Map<string, ChainTerms>> {
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    what: TermsEvent['what']
    treasury: string
    treasury_bps: number
    source_bps: number
    available_at: string | null
  }>(sql`
    select pool_id, what, treasury, treasury_bps, source_bps, available_at from pool_terms
    where pool_id = any(${sql.param([...poolIds])}::uuid[]) order by block_number, log_index`)
  const found = new Map<string, ChainTerms>()
  for (const row of rows) {
    const shares = { treasuryBps: row.treasury_bps, sourceBps: row.source_bps }
    const known = found.get(row.pool_id)
    if (row.what === 'in-force') found.set(row.pool_id, { ...shares, pending: null })
    else if (known && row.what === 'scheduled')
      known.pending = { ...shares, treasury: row.treasury, availableAt: new Date(row.available_at!) }
    else if (known) known.pending = null
  }
  return found
}
