import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { commitSlots } from '../pool/index.ts'
import { type Asking, handOut, isFree } from './handOut.ts'
import type { LeaseRow } from './leaseBody.ts'
import { nextCanaries } from './nextCanaries.ts'
import type { PaidCollection } from './paidCollections.ts'

/** Pages of our own for these ids, which were drawn for them, as far as their hosts and the campaign's budget allow. [CLT-61] */
export async function canaryLeases(
  ctx: Ctx,
  input: Asking,
  campaign: PaidCollection,
  leaseIds: readonly string[],
): Promise<LeaseRow[]> {
  const { poolId, campaignId, price, canaries } = campaign
  const handed: LeaseRow[] = []
  for (const leaseId of leaseIds) {
    const { rows } = await ctx.tx.execute<{ name: string }>(sql`
      select h.name from host h where h.name = any(${sql.param([...canaries.keys()])}::text[]) and ${isFree(ctx, input)}
      order by h.next_at limit 1 for update of h skip locked`)
    const name = rows[0]?.name
    if (name === undefined) break
    const [next] = await nextCanaries(ctx, { poolId, campaignId, origin: canaries.get(name)! }, 1)
    if (!next || (await commitSlots(ctx, { poolId, campaignId, price, wanted: 1 })) === 0) break
    const { seed, url } = next
    const page = { leaseId, urlId: leaseId, url, known: null }
    handed.push(...(await handOut(ctx, input, campaign, name, { kind: 'canary' }, [page])))
    await ctx.tx.execute(
      sql`insert into canary (pool_id, lease_id, url, seed) values (${poolId}, ${leaseId}, ${url}, ${seed})`,
    )
  }
  return handed
}
