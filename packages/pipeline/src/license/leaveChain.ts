import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

/**
 * The chain is another one from now on, which numbers its offers and licenses from the start: offers are gone until
 * their pool's owner adds them again; licenses were paid, so they stay valid until they expire. [LIC-5]
 * @param mark is put behind the old chain's numbers.
 */
export async function leaveChain(ctx: Ctx, mark: string): Promise<void> {
  const suffix = `@${mark}`
  await ctx.tx.execute(sql`update offer set id = id || ${suffix}, orphaned_at = coalesce(orphaned_at, ${ctx.now()})
    where strpos(id, '@') = 0`)
  await ctx.tx.execute(sql`update license set id = id || ${suffix}, offer_id = offer_id || ${suffix},
    transaction = transaction || ${suffix}, block_number = 0 where strpos(id, '@') = 0`)
  await ctx.tx.execute(sql`delete from license_ack`)
  // Signed for the old contract: of no use on the new one.
  await ctx.tx.execute(sql`delete from kept_ack`)
}

/** Offers on chain that sold something: where license money may wait to be sent on to the reward contract. */
export async function soldOffers(ctx: Ctx): Promise<bigint[]> {
  const { rows } = await ctx.tx.execute<{ offer_id: string }>(sql`
    select distinct l.offer_id from license l join offer o on o.pool_id = l.pool_id and o.id = l.offer_id
    where l.orphaned_at is null and o.orphaned_at is null order by 1`)
  return rows.map((row) => BigInt(row.offer_id))
}
