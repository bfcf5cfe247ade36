import type { Ctx } from '@rowright/db'
import { acksAsked, type Sold, type SoldFilter, soldLicenses, soldTotals } from '@rowright/pipeline/license'
import { distributionsOf } from '@rowright/pipeline/reward'
import type { z } from 'zod'
import type * as contract from '../stewardContract.ts'

export type SoldView = z.infer<typeof contract.soldLicense>

/** A page of the licenses of all pools; `more` when there are others behind it. [LIC-16] */
export async function soldViews(
  ctx: Ctx,
  page: SoldFilter & { before?: string | undefined; limit: number },
): Promise<{ items: SoldView[]; more: boolean }> {
  const at = ctx.now()
  const found = await soldLicenses(ctx, { ...page, at, limit: page.limit + 1 })
  const licenses = found.slice(0, page.limit)
  const ids = licenses.map((one) => one.id)
  const [asked, distributed] = [await acksAsked(ctx, ids), await distributionsOf(ctx, ids)]
  const viewOf = ({ use, termsHash: _, valid, lapsed, acknowledge, ...one }: Sold): SoldView => ({
    ...one,
    licenseeClass: use?.licenseeClass ?? null,
    price: String(one.price),
    treasury: String(one.treasury),
    sources: String(one.sources),
    contributors: String(one.contributors),
    distributedIn: distributed.get(one.id)?.epoch ?? null,
    boughtAt: one.boughtAt.toISOString(),
    expiresAt: one.expiresAt.toISOString(),
    standing: valid ? 'valid' : lapsed ? 'lapsed' : 'expired',
    acknowledge:
      acknowledge && one.expiresAt > at
        ? {
            epoch: acknowledge.epoch,
            by: acknowledge.by.toISOString(),
            askedAt: asked.get(`${one.id} ${acknowledge.epoch}`)?.toISOString() ?? null,
          }
        : null,
  })
  return { items: licenses.map(viewOf), more: found.length > page.limit }
}

export async function soldTotalsView(
  ctx: Ctx,
  filter: SoldFilter,
): Promise<z.infer<typeof contract.soldTotals>> {
  const { price, treasury, sources, contributors, ...counts } = await soldTotals(ctx, {
    ...filter,
    at: ctx.now(),
  })
  return {
    ...counts,
    price: String(price),
    treasury: String(treasury),
    sources: String(sources),
    contributors: String(contributors),
  }
}
