import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

/** `OfferAdded`, as the follower read it, with the pool's own id. */
export interface OfferEvent {
  poolId: string
  /** Decimal. */
  offerId: string
  price: bigint
  durationSeconds: number
  purposeMask: number
  licenseeClass: number
  termsHash: string
  treasuryBps: number
  sourceBps: number
  blockNumber: number
}

/** Records an offer. Repeating it changes nothing; after the chain went back the newer event counts. [LIC-1] */
export async function recordOffer(ctx: Ctx, event: OfferEvent): Promise<void> {
  await ctx.tx.execute(sql`
    insert into offer (pool_id, id, price, duration_seconds, purpose_mask, licensee_class, terms_hash,
      treasury_bps, source_bps, block_number)
    values (${event.poolId}, ${event.offerId}, ${event.price}, ${event.durationSeconds}, ${event.purposeMask},
      ${event.licenseeClass}, ${event.termsHash}, ${event.treasuryBps}, ${event.sourceBps}, ${event.blockNumber})
    on conflict on constraint offer_id do update set pool_id = excluded.pool_id, price = excluded.price,
      duration_seconds = excluded.duration_seconds, purpose_mask = excluded.purpose_mask,
      licensee_class = excluded.licensee_class, terms_hash = excluded.terms_hash,
      treasury_bps = excluded.treasury_bps, source_bps = excluded.source_bps,
      block_number = excluded.block_number, closed_at_block = null, orphaned_at = null
      where offer.orphaned_at is not null`)
}

/** Records that an offer is closed: it sells no more, what it sold goes on. */
export async function closeOffer(ctx: Ctx, event: { offerId: string; blockNumber: number }): Promise<void> {
  await ctx.tx.execute(sql`update offer set closed_at_block = ${event.blockNumber}
    where id = ${event.offerId} and closed_at_block is null and orphaned_at is null`)
}
