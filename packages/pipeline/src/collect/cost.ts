import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { unchangedPayOf } from './known.ts'

/** Of pages, those that another node is paid to look at: half of the 10 % that are checked at most. [CLT-4, CLT-9] */
const LOOKS_PPM = 50_000

/** What a collection comes to. Amounts in base units. [CLT-72] */
export interface CollectionCost {
  /** Places that are paid for: pages, second looks of other nodes, pages of this instance's own. */
  documents: number
  looks: number
  canaries: number
  /** What all of them cost. */
  total: bigint
  /** What the pages once more cost, if all have changed and if none has. */
  again: { most: bigint; least: bigint }
  /** What a page pays that is as it was. */
  unchangedPay: bigint
}

/** What so many pages cost at most, with what finds out whether they are true. [CLT-72] */
export async function costOf(
  ctx: Ctx,
  { pay, documents }: { pay: bigint; documents: number },
): Promise<CollectionCost> {
  const { rows } = await ctx.tx.execute<{ share: number }>(
    sql`select coalesce(max(share_ppm), 0)::int as share from canary_host`,
  )
  const share = (ppm: number) => Math.ceil((documents * ppm) / 1_000_000)
  const [looks, canaries] = [share(LOOKS_PPM), share(rows[0]!.share)]
  const [pages, unchangedPay] = [BigInt(documents), unchangedPayOf(pay)]
  return {
    documents,
    looks,
    canaries,
    total: (pages + BigInt(looks + canaries)) * pay,
    again: { most: pages * pay, least: pages * unchangedPay },
    unchangedPay,
  }
}
